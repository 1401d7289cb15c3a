/** Slurm's own `scrontab`, which hands a text to an editor: the one way that all its versions have. */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shellWord } from "../../notebook/shell-word.ts";
import { SlurmError } from "../../backfill/slurm/slurm-error.ts";
import { DeployError } from "../deploy-error.ts";

type Environment = Readonly<Record<string, string | undefined>>;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the editor ends with where the text is no more the one that was read. */
const changedCode = 3;
const mostTries = 5;

export class ScrontabClient {
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  /** "" where the user has none. */
  async read(): Promise<string> {
    const { code, stdout, stderr } = await this.#scrontab(["-l"], this.#env);
    if (code === 0) return stdout;
    if (/^no crontab for/m.test(stdout + stderr)) return "";
    throw failure(stderr);
  }

  /** Replaces the whole text by what `edit` makes of it; asks again where somebody else has changed it meanwhile. */
  async change(edit: (text: string) => string): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "pipenb-scrontab-"));
    try {
      for (let tries = 1; ; tries += 1) {
        const before = await this.read();
        const after = edit(before);
        if (after === before) return;
        const { stdout, stderr } = await this.#write(folder, before, after);
        if ((await this.read()) === after) return;
        const isChanged = stderr.includes("editor returned non-zero");
        if (!isChanged || tries === mostTries) throw failure(stderr.trim() === "" ? stdout : stderr);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #write(folder: string, before: string, after: string): Promise<Ended> {
    const [old, wanted, editor] = ["before", "after", "editor"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(old, before);
    await writeFile(wanted, after);
    // Who has none is given an example to edit.
    const check = before === "" ? "" : `cmp -s ${shellWord(old)} "$1" || exit ${changedCode}\n`;
    await writeFile(editor, `#!/bin/sh\n${check}cat ${shellWord(wanted)} >"$1"\n`, { mode: 0o700 });
    return this.#scrontab(["-e"], { ...this.#env, VISUAL: editor, EDITOR: editor });
  }

  #scrontab(args: readonly string[], env: Environment): Promise<Ended> {
    return new Promise((resolve, reject) => {
      // In a group of its own: Ctrl-C is ours, and ends no change halfway.
      const child = spawn("scrontab", args, { env, stdio: "pipe", detached: true });
      let [stdout, stderr] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      child.stdin.on("error", () => undefined); // it asks nothing
      // Where a line is wrong it asks whether to edit again.
      child.stdin.end("n\n");
      child.once("error", (cause) => {
        const isMissing = "code" in cause && cause.code === "ENOENT";
        reject(isMissing ? new SlurmError({ code: "no-client", command: "scrontab" }, { cause }) : cause);
      });
      child.once("close", (code) => {
        resolve({ code, stdout, stderr });
      });
    });
  }
}

function failure(text: string): Error {
  const said = text.trim().replaceAll(/^scrontab: (?:error|fatal): /gm, "");
  if (said.includes("disabled")) return new DeployError({ code: "no-scrontab", said });
  return new SlurmError({ code: "refused", command: "scrontab", said });
}
