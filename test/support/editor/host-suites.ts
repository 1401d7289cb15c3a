/** Runs the suites of test/vscode/host inside an extension host that has the packed extension installed. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { PassThrough } from "node:stream";
import { TestRunFailedError, runTests } from "@vscode/test-electron";
import type { HostResult } from "../../vscode/host/result.ts";
import { packedExtension } from "./packed.ts";
import { makeProfile, removeProfile } from "./profile.ts";
import type { EditorProfile } from "./profile.ts";
import { makeWorkspace } from "./workspace.ts";

const root = resolve(import.meta.dirname, "../../..");

/** code-server in the shape of desktop VS Code. */
export const codeServerAsVscode = join(import.meta.dirname, "code-server-as-vscode.ts");

export interface HostEditor {
  /** The editor's program. */
  readonly executable: string;
  /** Its command line, with the arguments it always takes. */
  readonly cli: readonly [string, ...(readonly string[])];
}

/** What the editor is told to develop: an extension that does nothing, as ours is installed like any other. */
export function makeDriver(profile: EditorProfile): string {
  const folder = join(profile.folder, "driver");
  mkdirSync(folder);
  const manifest = { name: "driver", publisher: "pipenb", version: "0.0.0", engines: { vscode: "^1.100.0" } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  return folder;
}

/** The results of all suites; throws, with what the editor said, when they did not come to their end. */
export async function runHostSuites({ executable, cli }: HostEditor): Promise<readonly HostResult[]> {
  execFileSync(process.execPath, [join(root, "scripts/build.mjs"), "test-vscode"], { stdio: "pipe" });
  const profile = makeProfile();
  const workspace = makeWorkspace(["samples", "test/fixtures/format"]);
  const places = [`--user-data-dir=${profile.userData}`, `--extensions-dir=${profile.extensions}`];
  const resultsFile = join(profile.folder, "results.json");
  const env = {
    PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
    PIPENB_HOST_RESULTS: resultsFile,
  };
  const said = new PassThrough();
  let log = "";
  said.on("data", (chunk: Buffer) => (log += chunk.toString()));
  try {
    const [program, ...always] = cli;
    const install = [...always, ...places, `--install-extension=${packedExtension()}`];
    execFileSync(program, install, { stdio: "pipe", env: { ...process.env, ...env } });
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: makeDriver(profile),
      extensionTestsPath: join(root, "dist/test-vscode/index.cjs"),
      launchArgs: [workspace.folder, ...places],
      extensionTestsEnv: env,
      stdout: said,
      stderr: said,
    }).catch((error: unknown) => {
      if (!(error instanceof TestRunFailedError && existsSync(resultsFile))) throw error;
    });
    if (!existsSync(resultsFile)) throw new Error(`The suites gave no results. The editor said:\n${log}`);
    // SAFETY: written a moment ago by test/vscode/host/index.ts.
    return JSON.parse(readFileSync(resultsFile, "utf8")) as readonly HostResult[];
  } finally {
    removeProfile(profile);
    workspace.remove();
  }
}
