/** A page of a real browser that gets programs as they are built, with the styles of the editor's page of outputs. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../editor/browser.ts";
import type { InstalledEditor } from "../editor/installed.ts";
import { themes } from "./themes.ts";
import type { ThemeName } from "./themes.ts";

/** What the page is to be. */
export interface PageWith {
  /** Programs by path, `frames.js` being served as `/frames.js`. */
  readonly programs: ReadonlyMap<string, string>;
  /** Rules of the page that what is drawn must not take on. */
  readonly foreignRules: string;
  readonly viewport: { readonly width: number; readonly height: number };
}

export class ServedPage {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #server: Server;

  private constructor(page: Page, browser: Browser, server: Server) {
    this.page = page;
    this.#browser = browser;
    this.#server = server;
  }

  static async open(
    editor: InstalledEditor,
    { programs, foreignRules, viewport }: PageWith,
  ): Promise<ServedPage> {
    const server = createServer((request, response) => {
      const program = programs.get((request.url ?? "/").slice(1));
      response.setHeader("content-type", program === undefined ? "text/html" : "text/javascript");
      response.end(program ?? shell(foreignRules));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    const browser = await launchBrowser(editor);
    const permissions = ["clipboard-read", "clipboard-write"];
    const page = await (await browser.newContext({ viewport, permissions })).newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(`http://127.0.0.1:${address.port}/`);
    return new ServedPage(page, browser, server);
  }

  /** As the editor does when the person takes another theme. */
  async useTheme(theme: ThemeName): Promise<void> {
    const colours = Object.entries({ ...themes[theme], "font-size": "13px", "font-family": '"DejaVu Sans"' });
    await this.page.evaluate((variables) => {
      const { style } = document.documentElement;
      for (const name of [...style]) style.removeProperty(name);
      for (const [name, value] of variables) style.setProperty(`--vscode-${name}`, value);
    }, colours);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}

const shell = (foreignRules: string): string => `<!doctype html><meta charset="utf-8"><title>outputs</title>
<style>body { margin: 0; padding: 16px; background: var(--vscode-editor-background); font-family: "DejaVu Sans", sans-serif; }
${foreignRules}</style>
<div id="output"></div>`;
