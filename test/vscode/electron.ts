/**
 * `npm run test:electron`: the suites of test/vscode/host in a desktop VS Code, the packed extension installed in a new
 * profile. VS Code is downloaded by @vscode/test-electron; PIPENB_VSCODE names one that is here.
 */
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } from "@vscode/test-electron";
import { codeServerAsVscode, runHostSuites } from "../support/editor/host-suites.ts";
import type { HostEditor } from "../support/editor/host-suites.ts";

async function desktop(): Promise<HostEditor> {
  const executable = process.env["PIPENB_VSCODE"] ?? (await downloadAndUnzipVSCode());
  const [program = executable] = resolveCliArgsFromVSCodeExecutablePath(executable);
  return { executable, cli: [program] };
}

const codeServer = process.argv.includes("--code-server");
const results = await runHostSuites(
  codeServer ? { executable: codeServerAsVscode, cli: [codeServerAsVscode] } : await desktop(),
);
for (const { title, failure } of results)
  console.log(failure === undefined ? `ok   ${title}` : `FAIL ${title}\n${failure}`);
process.exitCode = results.some(({ failure }) => failure !== undefined) ? 1 : 0;
