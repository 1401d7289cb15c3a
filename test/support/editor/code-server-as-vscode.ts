#!/usr/bin/env node
/**
 * Stands where @vscode/test-electron expects the program of VS Code: takes the same arguments and runs them with
 * code-server and chromium, so that one entry runs the tests inside the extension host of either.
 */
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { launchBrowser } from "./browser.ts";
import { runInHost } from "./host-window.ts";
import { findEditor } from "./installed.ts";
import { profileIn } from "./profile.ts";
import { installExtension, startServer } from "./server.ts";

const { values, positionals } = parseArgs({
  strict: false, // desktop VS Code is given switches that mean nothing here
  allowPositionals: true,
  options: {
    "user-data-dir": { type: "string" },
    "install-extension": { type: "string" },
    extensionDevelopmentPath: { type: "string" },
    extensionTestsPath: { type: "string" },
  },
});

/** An argument that must be there. */
function needed(name: string): string {
  const value = values[name];
  assert.ok(typeof value === "string", `--${name}=… is missing`);
  return value;
}

const editor = findEditor();
assert.ok(typeof editor !== "string", typeof editor === "string" ? editor : "");
const profile = profileIn(dirname(needed("user-data-dir")));

if (values["install-extension"] === undefined) {
  const server = await startServer(editor, profile);
  const browser = await launchBrowser(editor);
  try {
    process.exitCode = await runInHost(browser, {
      port: server.port,
      folder: positionals[0] ?? profile.folder,
      developmentPath: needed("extensionDevelopmentPath"),
      testsPath: needed("extensionTestsPath"),
    });
  } finally {
    await browser.close();
    await server.stop();
  }
} else {
  await installExtension(editor, profile, needed("install-extension"));
}
