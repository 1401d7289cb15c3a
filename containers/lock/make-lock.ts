/** Lets npm resolve a notebook's packages, without installing them. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageJson } from "./package-json.ts";
import { refusePlaces } from "./refuse-places.ts";
import { runNpm } from "./run-npm.ts";
import { withoutMissing } from "./without-missing.ts";

/** What is to be locked. */
export interface LockRequest {
  readonly name: string;
  /** Package name to version range. */
  readonly npm: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** What npm prints, as it comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
  /** The environment npm runs in, with PIPENB_CA_BUNDLE. */
  readonly env: Readonly<Record<string, string | undefined>>;
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

/** The text of the npm lock (version 3, without addresses, so that it holds behind any registry). Throws {@link NpmError}. */
export async function makeLock(request: LockRequest): Promise<string> {
  refusePlaces(request.npm);
  const folder = await mkdtemp(join(tmpdir(), "pipenb-lock-"));
  try {
    await writeFile(join(folder, "package.json"), packageJson(request));
    await runNpm(npmArguments, { ...request, cwd: folder, doing: "locked" });
    return withoutMissing(await readFile(join(folder, "package-lock.json"), "utf8"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
