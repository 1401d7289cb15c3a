/** The browser that shows the editor's workbench. */
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import type { InstalledEditor } from "./installed.ts";

const options = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"],
];

/** Starts chromium without a window, in a new profile that goes with it. */
export async function launchBrowser(editor: InstalledEditor): Promise<Browser> {
  return chromium.launch({ executablePath: editor.chromium, args: options, timeout: 60_000 });
}

const mostLoads = 4;

/**
 * Loads a page until it is as it should be, which `isMeant` waits for or rejects; false where it never was. Chromium breaks off what is under
 * way when a network comes or goes, as engines make them, and a page that lacks one of its files stays as it is.
 */
export async function loaded(page: Page, url: string, isMeant: () => Promise<void>): Promise<boolean> {
  for (let loads = 0; loads < mostLoads; loads += 1) {
    const isThere = await page
      .goto(url)
      .then(isMeant)
      .then(
        () => true,
        () => false,
      );
    if (isThere) return true;
  }
  return false;
}
