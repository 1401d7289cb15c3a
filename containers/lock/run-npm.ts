/** Runs npm on this machine, and stops it where going on is no use. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { rootCertificates } from "node:tls";
import { isAbortError } from "../engine/is-abort-error.ts";
import { replaceFile } from "../files/replace-file.ts";
import { certificatesFolder } from "../hosts/local/own-folders.ts";
import { certificateFailure, explainNpm } from "./explain-npm.ts";
import { NpmError, type NpmFailed } from "./npm-error.ts";

/** What npm is run for. */
export interface NpmRun {
  readonly cwd: string;
  /** The environment it runs in, with PIPENB_CA_BUNDLE. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly doing: NpmFailed["doing"];
  /** What npm prints, as it comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The environment npm runs in on this machine: certificates of the user's network are trusted as in builds. npm's own setting `cafile` would be
 * trusted instead of all others, and Node's variable not be heard: npm is given a file with all of them.
 */
export async function npmEnvironment(env: NpmRun["env"]): Promise<NodeJS.ProcessEnv> {
  const given = env["PIPENB_CA_BUNDLE"];
  if (given === undefined || given === "") return { ...env };
  // npm runs in a folder of its own.
  const bundle = resolve(given);
  const file = await withNodesOwn(bundle, env);
  return {
    ...env,
    NODE_EXTRA_CA_CERTS: bundle,
    ...(file === undefined ? {} : { npm_config_cafile: file }),
  };
}

/** undefined for a bundle that cannot be read, of which Node tells by itself. */
async function withNodesOwn(bundle: string, env: NpmRun["env"]): Promise<string | undefined> {
  const own = await readFile(bundle, "utf8").catch(() => undefined);
  if (own === undefined) return undefined;
  const text = [...rootCertificates, own].join("\n");
  const print = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const file = join(certificatesFolder(env), `${print}.pem`);
  if (!existsSync(file)) {
    await mkdir(certificatesFolder(env), { recursive: true });
    await replaceFile(file, text);
  }
  return file;
}

/** Settles when npm has done it; rejects with an {@link NpmError}, and only once npm has ended. */
export async function runNpm(args: readonly string[], run: NpmRun): Promise<void> {
  const { cwd, env, doing, onOutput, signal } = run;
  const isWindows = process.platform === "win32";
  // At this level npm tells of each request that failed. It tries a request again and again that no trying mends, for the better
  // part of an hour.
  const child = spawn(isWindows ? "npm.cmd" : "npm", [...args, "--loglevel=http", "--no-color"], {
    cwd,
    env: await npmEnvironment(env),
    // npm is a script there, which only a shell can start.
    shell: isWindows,
    windowsHide: true,
    signal,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  let refused: NpmError | undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => onOutput?.(text));
  createInterface({ input: child.stderr }).on("line", (line) => {
    const failure = certificateFailure(line);
    if (failure !== undefined && refused === undefined) {
      refused = new NpmError({ ...failure, doing });
      child.kill();
    }
    if (line.startsWith("npm http ")) return;
    errors += `${line}\n`;
    onOutput?.(`${line}\n`);
  });
  await new Promise<void>((settle, reject) => {
    let failed: NodeJS.ErrnoException | undefined;
    child.on("error", (error) => {
      failed = error;
      if (child.pid === undefined) reject(notStarted(error, doing));
    });
    child.on("close", (code, killedBy) => {
      if (failed !== undefined) reject(notStarted(failed, doing));
      else if (code === 0) settle();
      else reject(refused ?? explainNpm(errors, exitWords(code, killedBy), doing));
    });
  });
}

function exitWords(code: number | null, killedBy: string | null): string {
  return killedBy === null ? `npm ended with exit code ${String(code)}` : `npm was ended by ${killedBy}`;
}

function notStarted(error: NodeJS.ErrnoException, doing: NpmRun["doing"]): NpmError {
  if (isAbortError(error)) return new NpmError({ code: "aborted" }, { cause: error });
  if (error.code === "ENOENT") return new NpmError({ code: "no-npm", doing }, { cause: error });
  return new NpmError({ code: "not-started", why: error.message }, { cause: error });
}
