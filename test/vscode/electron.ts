/**
 * `npm run test:electron`: the extension in a desktop VS Code that @vscode/test-electron downloads, or in the one that
 * PIPENB_VSCODE names. The suite inside opens a sample, saves it and compares the bytes.
 */
import { resolve } from "node:path";
import { runTests } from "@vscode/test-electron";

const root = resolve(import.meta.dirname, "../..");
const executable = process.env["PIPENB_VSCODE"];

process.exitCode = await runTests({
  extensionDevelopmentPath: root,
  extensionTestsPath: resolve(root, "dist/test-vscode/suite.cjs"),
  launchArgs: [resolve(root, "samples"), "--disable-extensions"],
  ...(executable === undefined ? {} : { vscodeExecutablePath: executable }),
});
