/// <reference lib="dom" />
/** The renderer as it is built, in a page of a real browser; the page does what the editor would. */
import { spawnSync } from "node:child_process";
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser, Locator, Page } from "playwright-core";
import { launchBrowser } from "../editor/browser.ts";
import type { InstalledEditor } from "../editor/installed.ts";
import { FormulaFrame } from "./formula-frame.ts";
import type { FormulaShape } from "./formula-frame.ts";
import { themes } from "./themes.ts";
import type { ThemeName } from "./themes.ts";

const shell = `<!doctype html><meta charset="utf-8"><title>outputs</title>
<style>body { margin: 0; padding: 16px; background: var(--vscode-editor-background); font-family: "DejaVu Sans", sans-serif; } table, td { color: red !important; }</style>
<div id="output"></div>`;

/** What a kernel sends for a frame. */
export interface SentFrame {
  readonly bytes: Uint8Array;
  readonly metadata?: unknown;
  /** What stands behind it in the kernel. */
  readonly behind?: FormulaShape;
}

/** One page; show as many frames in it as you like, one after the other. */
export class RendererPage {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #server: Server;

  private constructor(page: Page, browser: Browser, server: Server) {
    this.page = page;
    this.#browser = browser;
    this.#server = server;
  }

  static async open(editor: InstalledEditor): Promise<RendererPage> {
    const files = new Map([...builtRenderer(), ["fake.js", await builtFake()]]);
    const server = createServer((request, response) => {
      const program = files.get((request.url ?? "/").slice(1));
      response.setHeader("content-type", program === undefined ? "text/html" : "text/javascript");
      response.end(program ?? shell);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    const browser = await launchBrowser(editor);
    const context = await browser.newContext({
      viewport: { width: 900, height: 620 },
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(`http://127.0.0.1:${address.port}/`);
    return new RendererPage(page, browser, server);
  }

  /** Gives the name of the error that the renderer threw, if it did. */
  async show(frame: SentFrame, theme: ThemeName = "dark"): Promise<string | undefined> {
    const colours = Object.entries({ ...themes[theme], "font-size": "13px", "font-family": '"DejaVu Sans"' });
    return this.page.evaluate(
      async ({ base64, metadata, behind, variables, program, fake }) => {
        for (const name of [...document.documentElement.style])
          document.documentElement.style.removeProperty(name);
        for (const [name, value] of variables)
          document.documentElement.style.setProperty(`--vscode-${name}`, value);
        // SAFETY: the module that is served above.
        const { activate } = (await import(
          program
        )) as typeof import("../../../extension/renderer/frames.ts");
        // SAFETY: as above.
        const { fakeContext } = (await import(fake)) as typeof import("./fake-host.ts");
        const holder = document.querySelector<HTMLElement>("#output");
        const target = document.createElement("div");
        holder?.replaceChildren(target);
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        try {
          const context = behind === undefined ? undefined : fakeContext(behind);
          activate(context).renderOutputItem({ id: "1", metadata, data: () => bytes }, target);
        } catch (error) {
          return error instanceof Error ? error.name : String(error);
        }
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return undefined;
      },
      {
        base64: Buffer.from(frame.bytes).toString("base64"),
        metadata: frame.metadata,
        behind: frame.behind,
        variables: colours,
        program: "/frames.js",
        fake: "/fake.js",
      },
    );
  }

  /**
   * Shows a frame that stands in the kernel, of which so many rows came with the output.
   * @param told what the output's metadata says besides
   */
  async showBehind(
    behind: FormulaShape,
    sent: number,
    { theme, told }: { readonly theme?: ThemeName; readonly told?: Readonly<Record<string, unknown>> } = {},
  ): Promise<void> {
    const frame = new FormulaFrame(behind);
    const rows = Array.from({ length: sent }, (_, row) => row);
    const columns = Array.from({ length: behind.columns }, (_, column) => column);
    const metadata = {
      pipenb: { frame: { id: "f1", rows: behind.rows, columns: behind.columns, shown: sent, ...told } },
    };
    assert.equal(
      await this.show({ bytes: frame.stream(rows, columns, columns.length <= 100), metadata, behind }, theme),
      undefined,
    );
  }

  /** Waits until the cell reads like this. */
  async cellReads(row: number, column: number, text: string): Promise<void> {
    await this.cell(row, column)
      .and(this.page.getByText(text, { exact: true }))
      .waitFor();
  }

  get grid(): Locator {
    return this.page.getByRole("grid");
  }

  /** The cell in this row and column, both counted from 0. */
  cell(row: number, column: number): Locator {
    return this.page.locator(`[data-row="${row}"][data-column="${column}"]`);
  }

  async clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}

/** The renderer's program, as it is packed: texts by path, `frames.js` being what is loaded first. */
export function builtRenderer(): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "pipenb-renderer-"));
  try {
    const { status } = spawnSync(process.execPath, ["scripts/build.mjs", "--into", folder, "renderer"]);
    assert.equal(status, 0, "the renderer could not be built");
    const built = join(folder, "dist", "renderer");
    const paths = globSync("**/*.js", { cwd: built });
    return new Map(
      paths.map((path) => [path.replaceAll("\\", "/"), readFileSync(join(built, path), "utf8")]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What answers in place of the editor. */
async function builtFake(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["test/support/renderer/fake-host.ts"],
    bundle: true,
    format: "esm",
    platform: "browser",
    write: false,
    logLevel: "warning",
  });
  return outputFiles[0]?.text ?? "";
}

/** What is loaded to show a table: the program and the chunks that it imports at once. */
export function loadedAtOnce(files: ReadonlyMap<string, string>, path = "frames.js"): readonly string[] {
  const text = files.get(path) ?? "";
  const imports = [...text.matchAll(/(?:import|export)[^"'()]*?["']\.\/([^"']+\.js)["']/g)];
  return [text, ...imports.flatMap(([, name]) => loadedAtOnce(files, name))];
}
