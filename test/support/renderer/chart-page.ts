/** The chart tab in a page of a real browser, asking a kernel that the test plays. */
import { build } from "esbuild";
import type { Locator, Page } from "playwright-core";
import type { DataframeColumn } from "../../../dataframes/protocol/reply.ts";
import type { DataframeQuestion } from "../../../dataframes/protocol/request.ts";
import { wholeFrame } from "../../../dataframes/protocol/view.ts";
import type { View } from "../../../dataframes/protocol/view.ts";
import type { InstalledEditor } from "../editor/installed.ts";
import { ServedPage } from "./served-page.ts";
import type { ThemeName } from "./themes.ts";

/** What the test says as the kernel; an Error is a question without answer. */
export type PlayedAnswer = { readonly result: unknown; readonly bytes?: Uint8Array } | Error;

export interface SavedPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What the page has of a chart that is open. */
interface PageWithChart extends Window {
  chart?: { update(view: View): void; dispose(): void };
  askKernel(question: string): Promise<{ result: unknown; base64?: string; problem?: string }>;
  savePicture(name: string, base64: string): Promise<string>;
  cancelled: number;
}

export class ChartPage {
  readonly page: Page;
  /** What was asked, in order. */
  readonly questions: DataframeQuestion[] = [];
  readonly saved: SavedPicture[] = [];
  /** Plays the kernel. */
  answer: (question: DataframeQuestion) => PlayedAnswer | Promise<PlayedAnswer> = () =>
    new Error("no kernel");
  readonly #served: ServedPage;

  private constructor(served: ServedPage) {
    this.page = served.page;
    this.#served = served;
  }

  static async open(editor: InstalledEditor): Promise<ChartPage> {
    const served = await ServedPage.open(editor, {
      programs: new Map([["chart.js", await builtChart()]]),
      foreignRules: "table, td, svg, text { color: red; fill: red; }",
      viewport: { width: 800, height: 640 },
    });
    const { page } = served;
    const opened = new ChartPage(served);
    await page.exposeFunction("askKernel", (question: string) => opened.#asked(question));
    await page.exposeFunction("savePicture", (name: string, base64: string) => {
      opened.saved.push({ name, bytes: Buffer.from(base64, "base64") });
      return `pictures/${name}`;
    });
    return opened;
  }

  /** Opens a chart of these columns, in place of the one before. */
  async show(columns: readonly DataframeColumn[], theme: ThemeName = "dark"): Promise<void> {
    this.questions.length = 0;
    await this.useTheme(theme);
    await this.page.evaluate(
      async ({ columns, view, program }) => {
        // SAFETY: what this class puts there.
        const here = window as unknown as PageWithChart;
        // SAFETY: the module that is served above.
        const { openChart } = (await import(
          program
        )) as typeof import("../../../dataframes/view/charts/open-chart.ts");
        here.chart?.dispose();
        here.cancelled = 0;
        const target = document.querySelector<HTMLElement>("#output");
        if (target === null) return;
        here.chart = openChart(target, {
          columns,
          view,
          source: {
            ask: async (question, signal) => {
              signal?.addEventListener("abort", () => (here.cancelled += 1));
              const { result, base64, problem } = await here.askKernel(JSON.stringify(question));
              signal?.throwIfAborted();
              if (problem !== undefined) throw new Error(problem);
              const bytes =
                base64 === undefined ? [] : [Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))];
              return { result, buffers: bytes };
            },
            save: (name, bytes) =>
              here.savePicture(name, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))),
            export: () => Promise.resolve(null),
            insertCode: () => Promise.resolve(false),
          },
        });
      },
      { columns, view: wholeFrame, program: "/chart.js" },
    );
  }

  /** As the editor does when the person takes another theme. */
  async useTheme(theme: ThemeName): Promise<void> {
    await this.#served.useTheme(theme);
  }

  async update(view: View): Promise<void> {
    // SAFETY: as above.
    await this.page.evaluate((next) => (window as unknown as PageWithChart).chart?.update(next), view);
  }

  /** How many questions the chart has given up. */
  async cancelled(): Promise<number> {
    // SAFETY: as above.
    return this.page.evaluate(() => (window as unknown as PageWithChart).cancelled);
  }

  get picture(): Locator {
    return this.page.getByRole("application");
  }

  async close(): Promise<void> {
    await this.#served.close();
  }

  async #asked(text: string): Promise<{ result: unknown; base64?: string; problem?: string }> {
    // SAFETY: the page sends what the renderer's types say.
    const question = JSON.parse(text) as DataframeQuestion;
    this.questions.push(question);
    const answer = await this.answer(question);
    if (answer instanceof Error) return { result: undefined, problem: answer.message };
    const { result, bytes } = answer;
    return { result, ...(bytes === undefined ? {} : { base64: Buffer.from(bytes).toString("base64") }) };
  }
}

async function builtChart(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["dataframes/view/charts/open-chart.ts"],
    bundle: true,
    write: false,
    format: "esm",
    target: "chrome120",
    charset: "utf8",
  });
  return outputFiles.map(({ text }) => text).join("");
}
