/** Slurm's own programs, without a shell between. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SlurmError } from "./slurm-error.ts";
import { arrayName, parseTasks, taskFormat, type ArrayPlace, type Task } from "./tasks.ts";

/** An array of a batch that is to be submitted. */
export interface ArraySubmission {
  readonly name: string;
  /** It has so many indexes, from 0. */
  readonly count: number;
  readonly parallel: number;
  /** The batch's index of its first. */
  readonly first: number;
  /** Number of the job that ends before it begins. */
  readonly after: string | undefined;
  /** Where script and units lie. */
  readonly folder: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

export class SlurmClient {
  readonly #env: Environment;

  constructor(env: Environment) {
    // What the user has set to see fewer jobs is not meant for us.
    this.#env = Object.fromEntries(
      Object.entries(env).filter(([name]) => !name.startsWith("SQUEUE_") && !name.startsWith("SINFO_")),
    );
  }

  /** Gives the job's number. */
  async submit({ name, count, parallel, first, after, folder }: ArraySubmission): Promise<string> {
    const text = await this.#run("sbatch", [
      "--parsable",
      `--job-name=${name}`,
      `--array=0-${count - 1}%${parallel}`,
      ...(after === undefined ? [] : [`--dependency=afterany:${after}`]),
      `--chdir=${folder}`,
      // Without it Slurm takes a "%" in the folder's name, which that of an image has, for something of its own.
      `--output=${folder.replaceAll("%", "%%")}/slurm-%A_%a.log`,
      `${folder}/batch.sh`,
      String(first),
    ]);
    // "JOB;CLUSTER" where there are several.
    return text.trim().split(";")[0] ?? "";
  }

  /** What Slurm still knows of the first so many arrays of the batch. */
  async tasks(place: ArrayPlace, arrays: number): Promise<readonly Task[]> {
    const names = Array.from({ length: arrays }, (_, piece) => arrayName(place.name, piece));
    const text = await this.#run("squeue", [
      "--me",
      "--noheader",
      "--array",
      "--states=all",
      `--name=${names.join(",")}`,
      `--format=${taskFormat}`,
    ]);
    return parseTasks(text, place);
  }

  /** Ends the jobs, or only what of them waits. Those that have ended meanwhile are passed over. */
  async cancel(jobs: readonly string[], { onlyWaiting }: { readonly onlyWaiting: boolean }): Promise<void> {
    if (jobs.length === 0) return;
    await this.#run("scancel", [...(onlyWaiting ? ["--state=PENDING"] : []), "--quiet", ...jobs]);
  }

  /** Whether a job of this name of the user's runs. */
  async isRunning(name: string): Promise<boolean> {
    const options = ["--me", "--noheader", "--states=running,completing", "--format=%i"];
    return (await this.#run("squeue", [...options, `--name=${name}`])).trim() !== "";
  }

  /** How many indexes an array may have. */
  async mostIndexes(): Promise<number> {
    const found = /^\s*MaxArraySize\s*=\s*(\d+)/m.exec(await this.#run("scontrol", ["show", "config"]));
    return Math.max(1, Number(found?.[1] ?? 1001));
  }

  /** Names of the machines that run jobs. */
  async machines(): Promise<readonly string[]> {
    const text = await this.#run("sinfo", ["--noheader", "--Node", "--format=%n"]);
    return [...new Set(text.split("\n").filter((name) => name !== ""))];
  }

  async #run(command: string, args: readonly string[]): Promise<string> {
    try {
      const options = { env: this.#env, maxBuffer: 256 * 2 ** 20 };
      return (await promisify(execFile)(command, [...args], options)).stdout;
    } catch (error) {
      // SAFETY: what execFile rejects with; every field is looked at before it counts.
      const { code, stderr, message } = error as Error & {
        readonly code?: unknown;
        readonly stderr?: unknown;
      };
      if (code === "ENOENT") throw new SlurmError({ code: "no-client", command }, { cause: error });
      const lines = typeof stderr === "string" ? stderr.trim().split("\n") : [];
      const said = (lines.at(-1) ?? "").replace(/^\w+: (error: )?/, "");
      throw new SlurmError(
        { code: "refused", command, said: said === "" ? message : said },
        { cause: error },
      );
    }
  }
}
