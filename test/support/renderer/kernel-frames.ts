/** Dataframes of a real kernel in the renderer's page: what the page asks is asked of the kernel, as the editor does. */
import assert from "node:assert/strict";
import { FromRendererSchema } from "../../../dataframes/protocol/renderer-messages.ts";
import type { ToRenderer } from "../../../dataframes/protocol/renderer-messages.ts";
import { DataframesClient } from "../../../dataframes/protocol/client.ts";
import { DataframeError } from "../../../dataframes/protocol/dataframe-error.ts";
import type { TestKernel } from "../kernel-process.ts";
import type { RendererPage } from "./page.ts";

const arrow = "application/vnd.apache.arrow.stream";

export class KernelFrames {
  readonly #view: RendererPage;
  readonly #kernel: TestKernel;

  private constructor(view: RendererPage, kernel: TestKernel) {
    this.#view = view;
    this.#kernel = kernel;
  }

  static async connect(view: RendererPage, kernel: TestKernel): Promise<KernelFrames> {
    const frames = new DataframesClient(kernel.client);
    await view.page.exposeFunction("askKernel", (message: unknown) => answer(frames, message));
    return new KernelFrames(view, kernel);
  }

  /** Runs a cell and shows the frame that it gives. */
  async show(cell: string): Promise<void> {
    const { events, trace } = await this.#kernel.run(cell);
    assert.equal(trace, "");
    const result = events.find((event) => event.type === "execute_result");
    const base64 = result?.data[arrow];
    assert.ok(typeof base64 === "string", `no dataframe: ${String(result?.data["text/plain"])}`);
    await this.#view.page.evaluate(
      async ({ base64: bytes, metadata, program }) => {
        // SAFETY: the module that the page's server serves.
        const { activate } = (await import(program)) as typeof import("../../../dataframes/view/frames.ts");
        // SAFETY: exposed by `connect`.
        const { askKernel } = window as unknown as { askKernel: (message: unknown) => Promise<unknown> };
        const listeners: ((message: unknown) => void)[] = [];
        const target = document.createElement("div");
        document.querySelector("#output")?.replaceChildren(target);
        const renderer = activate({
          postMessage: (message) => {
            void askKernel(message).then((reply) => {
              for (const listener of listeners) listener(reply);
            });
          },
          onDidReceiveMessage: (listener) => listeners.push(listener),
        });
        const data = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
        renderer.renderOutputItem({ id: "1", metadata, data: () => data }, target);
      },
      { base64, metadata: result?.metadata, program: "/frames.js" },
    );
  }

  /** Names of the first columns that are drawn, and how many columns the grid says it has. */
  async heads(count: number): Promise<{ readonly names: readonly string[]; readonly width: number }> {
    const labels = this.#view.page.locator("[data-head] .label");
    if (count > 0) await labels.first().waitFor();
    const names = (await labels.allTextContents()).slice(0, count);
    return { names, width: Number(await this.#view.grid.getAttribute("aria-colcount")) - 1 };
  }

  /** Texts of the drawn cells, row by row; what is no value is told by the kind of its cell: `‹null›`. */
  texts(columns: number): Promise<readonly (readonly string[])[]> {
    return this.#view.grid.evaluate(
      (grid, width) =>
        [...grid.querySelectorAll("[role=row]:has([data-row])")].map((row) =>
          [...row.querySelectorAll("[data-row]")].slice(0, width).map((cell) => {
            const kind = ["null", "nan", "empty", "waiting"].find((each) => cell.classList.contains(each));
            return kind === undefined ? cell.textContent : `‹${kind === "nan" ? "NaN" : kind}›`;
          }),
        ),
      columns,
    );
  }

  /** Waits until the cells read so; fails with what they read instead. */
  async reads(expected: readonly (readonly string[])[], columns: number): Promise<void> {
    const wanted = JSON.stringify(expected);
    let texts: readonly (readonly string[])[] = [];
    for (let attempt = 0; attempt < 100; attempt += 1) {
      texts = await this.texts(columns);
      if (JSON.stringify(texts) === wanted) return;
      await this.#view.page.waitForTimeout(50);
    }
    const notice = await this.#view.page.getByRole("alert").allTextContents();
    assert.deepEqual(texts, expected, notice.join("; "));
  }

  /** Clicks on the name of a column that rows are not sorted by, until they are so. */
  async sort(column: number, direction: "ascending" | "descending"): Promise<void> {
    const sorted = (order: string) =>
      this.#view.page.locator(`[data-head="${column}"][aria-sort="${order}"]`);
    for (const order of ["ascending", "descending"]) {
      await this.#view.page.locator(`[data-head="${column}"] .label`).click();
      await sorted(order).waitFor();
      if (order === direction) return;
    }
  }

  /** Opens the full value of a cell in the pane below the grid, and waits until it is this one. */
  async readsWhole(row: number, column: number, expected: string): Promise<void> {
    await this.#view.cell(row, column).click();
    const pane = this.#view.page.getByRole("region", { name: "Full value" });
    if (!(await pane.isVisible())) await this.#view.page.keyboard.press("Enter");
    const text = pane.locator("pre");
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if ((await text.textContent()) === expected) return;
      await this.#view.page.waitForTimeout(50);
    }
    const found = (await text.textContent()) ?? "";
    assert.fail(`${found.length} characters are shown of ${expected.length}: ${found.slice(0, 100)}`);
  }
}

/** What the extension answers; nobody is asked for a place to save to here. */
async function answer(frames: DataframesClient, message: unknown): Promise<ToRenderer | undefined> {
  const request = FromRendererSchema.parse(message);
  const { page, id } = request;
  if (request.type !== "ask") return undefined;
  try {
    const { result, buffers } = await frames.forward(request.frame, request.question);
    return { page, id, result, buffers: buffers.map((bytes) => Buffer.from(bytes).toString("base64")) };
  } catch (error) {
    assert.ok(error instanceof DataframeError);
    return { page, id, result: null, problem: { code: error.code, message: error.message }, buffers: [] };
  }
}
