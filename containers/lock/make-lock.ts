/** Lets npm resolve a notebook's packages, without installing them. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAbortError } from "../engine/is-abort-error.ts";
import { explainNpm } from "./explain-npm.ts";
import { NpmError } from "./npm-error.ts";
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
}

/** The text of the npm lock (version 3, without addresses, so that it holds behind any registry). Throws {@link NpmError}. */
export async function makeLock(request: LockRequest): Promise<string> {
  refusePlaces(request.npm);
  const folder = await mkdtemp(join(tmpdir(), "pipenb-lock-"));
  try {
    await writeFile(join(folder, "package.json"), packageJson(request));
    await runNpm(folder, request);
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

async function runNpm(cwd: string, { env = process.env, signal, onOutput }: LockRequest): Promise<void> {
  const isWindows = process.platform === "win32";
  const child = spawn(isWindows ? "npm.cmd" : "npm", npmArguments, {
    cwd,
    env: { ...env, npm_config_loglevel: "notice" },
    shell: isWindows,
    signal,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => onOutput?.(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
    onOutput?.(text);
  });
  const exit = await new Promise<string | undefined>((resolve, reject) => {
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
  if (exit !== undefined) throw explainNpm(errors, exit);
}

function notStarted(error: NodeJS.ErrnoException): NpmError {
  if (isAbortError(error)) return new NpmError({ code: "aborted" }, { cause: error });
  if (error.code === "ENOENT") return new NpmError({ code: "no-npm" }, { cause: error });
  return new NpmError({ code: "not-started", why: error.message }, { cause: error });
}
