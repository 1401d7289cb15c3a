/** Registers pipelines in the user's scrontab, which asks nothing of Slurm's administrator but to have it at all. */
import { mkdir, readdir, rm, rmdir, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import type { SlurmClient } from "../../backfill/slurm/slurm-client.ts";
import { mustReachImage } from "../../backfill/slurm/reach-image.ts";
import type { Runtime } from "../../backfill/slurm/script-parts.ts";
import { replaceFile } from "../../containers/files/replace-file.ts";
import { pipelineContainer } from "../../containers/images/pipeline-container.ts";
import { shellWord } from "../../notebook/shell-word.ts";
import { showTheSame } from "../../notebook/units/zone.ts";
import { DeployError, mustBeSame } from "../deploy-error.ts";
import type { Deployment, Registered, ScheduledRun, Target } from "../target.ts";
import { runsIn } from "./runs-folder.ts";
import { jobOptions, scheduledScript } from "./scheduled-script.ts";
import type { ScrontabClient } from "./scrontab-client.ts";
import { entryText, readEntries, withEntry, type Entry } from "./scrontab.ts";

export interface SlurmTargetSettings {
  readonly runtime: Runtime;
  /** All nodes see it. Each schedule has a folder of its name in it, for its script and what its runs leave. Absolute. */
  readonly folder: string;
  /** The time zone of the cluster's clocks. */
  readonly zone: string;
  /** Options of sbatch that the cluster wants: account, partition. */
  readonly options: readonly string[];
  readonly now: () => Date;
}

export class SlurmTarget implements Target {
  readonly #slurm: SlurmClient;
  readonly #scrontab: ScrontabClient;
  readonly #settings: SlurmTargetSettings;

  constructor(slurm: SlurmClient, scrontab: ScrontabClient, settings: SlurmTargetSettings) {
    this.#slurm = slurm;
    this.#scrontab = scrontab;
    this.#settings = settings;
  }

  /** The script first, under a name of its own; then the entry, in one request; then the script before it, which a run may read no more. */
  async register(deployment: Deployment): Promise<{ readonly replaced: boolean }> {
    const { name } = deployment;
    const folder = join(this.#settings.folder, name);
    this.#checkZone(deployment);
    const script = this.#script(deployment, folder);
    const before = await this.#entry(name);
    mustBeSame(before, deployment);
    await mustReachImage(this.#slurm, { image: deployment.reference ?? deployment.image });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, ".gitignore"), "*\n");
    const file = `run-${createHash("sha256").update(script).digest("hex").slice(0, 10)}.sh`;
    await replaceFile(join(folder, file), script);
    const entry = this.#entryText(deployment, folder, `bash ${shellWord(join(folder, file))}`);
    await this.#scrontab.change((text) => withEntry(text, name, entry));
    if (!(await this.#slurm.isRunning(name)))
      for (const old of await scriptsIn(folder))
        if (old !== file) await rm(join(folder, old), { force: true });
    return { replaced: before !== undefined };
  }

  async list(): Promise<readonly Registered[]> {
    const entries = readEntries(await this.#scrontab.read());
    return Promise.all(entries.map(async (entry) => ({ ...entry, runs: await this.#runs(entry) })));
  }

  async remove(name: string): Promise<readonly ScheduledRun[] | undefined> {
    const entry = await this.#entry(name);
    if (entry === undefined) return undefined;
    await this.#scrontab.change((text) => withEntry(text, name, undefined));
    const running = (await this.#runs(entry)).filter(({ state }) => state === "running");
    if (running.length === 0) {
      await rm(entry.folder, { recursive: true, force: true });
      await rmdir(dirname(entry.folder)).catch(() => undefined); // others are in it
    }
    return running;
  }

  files(deployment: Deployment): ReadonlyMap<string, string> {
    const folder = "/folder/that/all/nodes/see";
    return new Map([
      ["run.sh", this.#script(deployment, folder)],
      [
        "scrontab.txt",
        [
          `# Put run.sh into ${folder}, name that folder here and in run.sh, and add these lines: scrontab -e`,
          `# Slurm counts by the clock of the cluster; these are the hours of ${deployment.schedule.timezone}.`,
          this.#entryText(deployment, folder, `bash ${folder}/run.sh`),
        ].join("\n"),
      ],
    ]);
  }

  #checkZone({ schedule: { timezone: zone } }: Deployment): void {
    const { zone: engineZone, now } = this.#settings;
    if (!showTheSame(zone, engineZone, now())) throw new DeployError({ code: "zone", zone, engineZone });
  }

  #container({ args, image, reference, mounts, user, limits }: Deployment) {
    return pipelineContainer({
      ...{ args, mounts, user, limits },
      image: reference ?? image,
      environment: { PIPENB_IMAGE_DIGEST: image },
      labels: {},
    });
  }

  #script(deployment: Deployment, folder: string): string {
    const { name, retries } = deployment;
    const { runtime } = this.#settings;
    return scheduledScript({ name, retries, runtime, folder, container: this.#container(deployment) });
  }

  #entryText(deployment: Deployment, folder: string, command: string): string {
    const { name, source, by, schedule, image, reference } = deployment;
    const own = [`--job-name=${name}`, ...jobOptions(this.#container(deployment), folder)];
    return entryText({
      name,
      about: { source, by, schedule, image: reference ?? image, folder },
      options: [...own, ...this.#settings.options],
      command,
    });
  }

  async #entry(name: string): Promise<Entry | undefined> {
    return readEntries(await this.#scrontab.read()).find((entry) => entry.name === name);
  }

  async #runs({ name, folder, schedule }: Entry): Promise<readonly ScheduledRun[]> {
    return runsIn(folder, schedule, await this.#slurm.isRunning(name));
  }
}

async function scriptsIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => /^run-[0-9a-f]{10}\.sh$/.test(name));
}
