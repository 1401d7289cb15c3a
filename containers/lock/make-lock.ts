/** Lets npm resolve a notebook's packages, without installing them. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { duration } from "../figures/duration.ts";
import { isAbortError } from "../engine/is-abort-error.ts";
import { explainNpm } from "./explain-npm.ts";
import { LockError } from "./lock-error.ts";
import { packageJson } from "./package-json.ts";
import { refusePlaces } from "./refuse-places.ts";
import { withoutMissing } from "./without-missing.ts";

/** What is to be locked. */
export interface LockRequest {
  readonly name: string;
  /** Package name to version range. */
  readonly npm: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** What npm prints, as it comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
  /** The environment npm runs in; this process's own when absent. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** After how long without a word npm is started again, in milliseconds: a connection that died can keep it for ever. */
  readonly silence?: number;
}

/** The text of the npm lock (version 3, without addresses, so that it holds behind any registry). Throws {@link LockError}. */
export async function makeLock(request: LockRequest): Promise<string> {
  refusePlaces(request.npm);
  const folder = await mkdtemp(join(tmpdir(), "pipenb-lock-"));
  try {
    await writeFile(join(folder, "package.json"), packageJson(request));
    await runPatiently(folder, request);
    return withoutMissing(await readFile(join(folder, "package-lock.json"), "utf8"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const npmArguments = [
  "install",
  "--package-lock-only",
  "--ignore-scripts",
  "--omit-lockfile-registry-resolved",
  "--lockfile-version=3",
  "--include=optional",
  "--no-audit",
  "--no-fund",
  "--no-progress",
  "--no-workspaces",
];

const usualSilence = 90_000;
const tries = 3;

/** What came is in npm's cache: another start goes on from there. */
async function runPatiently(cwd: string, request: LockRequest): Promise<void> {
  const silence = request.silence ?? usualSilence;
  for (let left = tries; left > 0; left -= 1) {
    if (await runNpm(cwd, request, silence)) return;
    if (left > 1) request.onOutput?.(`npm has said nothing for ${duration(silence)}, and is started again\n`);
  }
  throw new LockError(
    "registry-unreachable",
    `npm was started ${tries} times and each time said nothing for ${duration(silence)}: the registry does not answer. Check the network and npm's registry setting, then try again.`,
  );
}

/** Gives false where npm had to be ended because it said nothing any more. */
async function runNpm(
  cwd: string,
  { env = process.env, signal, onOutput }: LockRequest,
  silence: number,
): Promise<boolean> {
  const isWindows = process.platform === "win32";
  const child = spawn(isWindows ? "npm.cmd" : "npm", npmArguments, {
    cwd,
    // At this level it says a line for each answer of the registry.
    env: { ...env, npm_config_loglevel: "http" },
    shell: isWindows,
    signal,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const watched = { isSilent: false };
  const watch = setTimeout(() => {
    watched.isSilent = true;
    child.kill("SIGKILL");
    // What it has started, such as git, may hold these.
    child.stdout.destroy();
    child.stderr.destroy();
  }, silence);
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    watch.refresh();
    onOutput?.(text);
  });
  createInterface({ input: child.stderr }).on("line", (line) => {
    watch.refresh();
    if (line.startsWith("npm http ")) return;
    errors += `${line}\n`;
    onOutput?.(`${line}\n`);
  });
  const ended = new Promise<string | undefined>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      reject(notStarted(error));
    });
    child.on("close", (code, killed) => {
      resolve(
        code === 0
          ? undefined
          : killed === null
            ? `npm ended with exit code ${String(code)}`
            : `npm was ended by ${killed}`,
      );
    });
  });
  const exit = await ended.finally(() => {
    clearTimeout(watch);
  });
  if (watched.isSilent) return false;
  if (exit !== undefined) throw explainNpm(errors, exit);
  return true;
}

function notStarted(error: NodeJS.ErrnoException): LockError {
  if (isAbortError(error))
    return new LockError("aborted", "Locking the npm packages was stopped.", { cause: error });
  if (error.code === "ENOENT") {
    return new LockError(
      "no-npm",
      "npm is not on the PATH, and it takes npm to lock the packages under image.npm. Install Node.js with npm, or put the notebook's .lock.json beside it.",
      { cause: error },
    );
  }
  return new LockError("npm", `npm could not be started: ${error.message}. Try npm --version by hand.`, {
    cause: error,
  });
}
