/** The renderer as it is built, in a page of a real browser; the page does what the editor would. */
import { spawnSync } from "node:child_process";
import assert from "node:assert/strict";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Locator, Page } from "playwright-core";
import type { InstalledEditor } from "../editor/installed.ts";
import { FormulaFrame } from "./formula-frame.ts";
import type { FormulaShape } from "./formula-frame.ts";
import { ServedPage } from "./served-page.ts";
import type { ThemeName } from "./themes.ts";

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
  readonly #served: ServedPage;

  private constructor(served: ServedPage) {
    this.page = served.page;
    this.#served = served;
  }

  static async open(editor: InstalledEditor): Promise<RendererPage> {
    const served = await ServedPage.open(editor, {
      programs: new Map([...builtRenderer(), ["fake.js", await builtFake()]]),
      foreignRules: "table, td { color: red !important; }",
      viewport: { width: 900, height: 620 },
    });
    return new RendererPage(served);
  }

  /** Gives the name of the error that the renderer threw, if it did. */
  async show(frame: SentFrame, theme: ThemeName = "dark"): Promise<string | undefined> {
    await this.#served.useTheme(theme);
    return this.page.evaluate(
      async ({ base64, metadata, behind, program, fake }) => {
        // SAFETY: the module that is served above.
        const { activate } = (await import(program)) as typeof import("../../../dataframes/view/frames.ts");
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

  /** The head of the column that has this in its name. */
  head(name: string): Locator {
    return this.page.getByRole("columnheader", { name });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Presses keys, one after the other. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async close(): Promise<void> {
    await this.#served.close();
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
