/** Measures the packed extension inside the extension host of the real editor. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/command-line.ts";
import { launchBrowser } from "../../support/editor/browser.ts";
import { makeDriver } from "../../support/editor/host-suites.ts";
import { runInHost } from "../../support/editor/host-window.ts";
import type { InstalledEditor } from "../../support/editor/installed.ts";
import { stopKernelsBelow } from "../../support/editor/own-kernels.ts";
import { packedExtension } from "../../support/editor/packed.ts";
import { makeProfile, removeProfile } from "../../support/editor/profile.ts";
import { installExtension, startServer } from "../../support/editor/server.ts";
import type { EditorTimes } from "./times.ts";

/** One window without a notebook for each activation, the last window on `folder`; each has an extension host of its own. */
export async function measureEditor(
  editor: InstalledEditor,
  folder: string,
  activations: number,
): Promise<readonly EditorTimes[]> {
  execFileSync(process.execPath, [join(root, "scripts/build.mjs"), "bench-vscode"], { stdio: "pipe" });
  const profile = makeProfile();
  const results = join(profile.folder, "results.json");
  const empty = join(profile.folder, "empty");
  mkdirSync(empty);
  process.env["PIPENB_HOST_RESULTS"] = results; // the server hands it on
  try {
    await installExtension(editor, profile, packedExtension());
    const developmentPath = makeDriver(profile);
    const server = await startServer(editor, profile);
    const browser = await launchBrowser(editor);
    try {
      const times: EditorTimes[] = [];
      for (let index = 1; index <= activations; index += 1) {
        const code = await runInHost(browser, {
          port: server.port,
          folder: index < activations ? empty : folder,
          developmentPath,
          testsPath: join(root, "dist/bench-vscode/index.cjs"),
        });
        if (code !== 0) throw new Error(`The measurement inside the extension host ended with code ${code}.`);
        // SAFETY: written a moment ago by test/bench/editor/index.ts.
        times.push(JSON.parse(readFileSync(results, "utf8")) as EditorTimes);
      }
      return times;
    } finally {
      await browser.close();
      await server.stop();
      await stopKernelsBelow(folder);
    }
  } finally {
    removeProfile(profile);
  }
}
