/** The browser that shows the editor's workbench. */
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";
import type { InstalledEditor } from "./installed.ts";

const options = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"],
];

/** Starts chromium without a window, in a new profile that goes with it. */
export async function launchBrowser(editor: InstalledEditor): Promise<Browser> {
  return chromium.launch({ executablePath: editor.chromium, args: options, timeout: 60_000 });
}
