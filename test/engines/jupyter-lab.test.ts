/** JupyterLab in the real browser, with kernels as local processes and in containers. */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { appears } from "../support/editor/appears.ts";
import { requireEditor } from "../support/editor/installed.ts";
import { requireEngine } from "../support/engine.ts";
import { ipynbOf, outputsOf, requireJupyter } from "../support/jupyter.ts";
import type { Jupyter } from "../support/jupyter.ts";
import { JupyterLab } from "../support/jupyter-lab.ts";
import type { LabNotebook } from "../support/jupyter-lab.ts";

const orders = `interface Order { day: string; country: string; total: number }
const orders: Order[] = [
  { day: "2022-02-05", country: "CZ", total: 120.5 },
  { day: "2022-02-05", country: "DE", total: 80 },
  { day: "2022-02-06", country: "CZ", total: 42 },
];
orders`;
const threshold = `import { slider, widget } from "pipenb";
const least = slider({ label: "at least", min: 0, max: 150, value: 50 });
least.onChange(({ value }) => {
  console.log(orders.filter(({ total }) => total >= value).length, "orders");
});
least`;
const counter = `import { readFile } from "node:fs/promises";
const counter = widget({ state: { count: 0 }, esm: await readFile("counter.js", "utf8") });
counter`;
const counterPage = `export default {
  render({ model, el }) {
    const button = document.createElement("button");
    const show = () => { button.textContent = "pressed " + model.get("count"); };
    button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
    model.on("change:count", show);
    show();
    el.append(button);
  },
};`;
/** The cell that tests write into, and one that fails: what is behind it does not run with the others. */
const [edited, failing] = [4, 5];

for (const runtime of ["local", "container"] as const)
  describe(`JupyterLab and a kernel ${runtime === "local" ? "as a local process" : "in a container"}`, function () {
    this.timeout(900_000);
    let jupyter: Jupyter;
    let lab: JupyterLab | undefined;
    let notebook: LabNotebook;

    before(async function () {
      if (runtime === "container") await requireEngine(this);
      const editor = requireEditor(this);
      jupyter = await requireJupyter(this, runtime);
      const cells = [
        orders,
        'display.html("<b>three orders</b>");\nconsole.log("sum", orders.reduce((sum, { total }) => sum + total, 0));',
        threshold,
        counter,
        "",
        "orders.map(({ country }) => country.toLowerCase()).at(5).length",
      ];
      await writeFile(join(jupyter.folder, "counter.js"), counterPage);
      await writeFile(join(jupyter.folder, "orders.ipynb"), ipynbOf(cells));
      lab = await JupyterLab.start(jupyter, editor);
      notebook = await lab.open("orders.ipynb");
    });
    afterEach(async function () {
      const test = this.currentTest;
      if (test?.state === "failed") await notebook.screenshot(`failed-${test.fullTitle()}`);
    });
    after(async () => {
      await lab?.stop();
      await jupyter.remove();
    });

    const shows = async (cell: number, text: string | RegExp): Promise<void> => {
      await notebook.outputs(cell).filter({ hasText: text }).first().waitFor();
    };
    /** Writes into the last cell, and runs it. */
    const run = async (code: string): Promise<void> => {
      await notebook.type(edited, code);
      await notebook.run(edited);
    };

    it("runs all cells, and shows tables, HTML, text, widgets, and an error with its place", async () => {
      await notebook.choose("Run", "Run All Cells");
      await shows(failing, /cell \[\d\]:1:57[^]*TypeError/);
      assert.equal(await notebook.outputs(0).locator("table tbody tr").count(), 3);
      await notebook.outputs(0).getByText("Array of objects: 3 rows × 3 columns").waitFor();
      assert.equal(await notebook.outputs(1).locator("b").innerText(), "three orders");
      await shows(1, "sum 242.5");
      await notebook.outputs(2).locator(".noUi-handle").waitFor();
      await notebook.outputs(3).getByRole("button", { name: "pressed 0" }).waitFor();
    });

    it("shows TypeScript in colours", async () => {
      const word = notebook.cell(0).locator(".cm-line span", { hasText: /^interface$/ });
      const [own, around] = [word, notebook.cell(0).locator(".cm-line").first()].map((each) =>
        each.evaluate((element) => getComputedStyle(element).color),
      );
      assert.notEqual(await own, await around);
    });

    it("asks, and goes on with the answer", async () => {
      await run('const name = await input("Who are you? ");\n`hello ${name}`');
      const box = notebook.cell(edited).locator(".jp-Stdin-input");
      await box.fill("Ada");
      await box.press("Enter");
      await shows(edited, "hello Ada");
    });

    it("moves a value by a slider, and one by a widget of one's own", async () => {
      await notebook.outputs(2).locator(".noUi-handle").press("ArrowRight");
      await shows(2, /^2 orders\s*$/);
      await notebook.outputs(3).getByRole("button", { name: "pressed 0" }).click();
      await notebook.outputs(3).getByRole("button", { name: "pressed 1" }).waitFor();
      await notebook.screenshot(`jupyterlab-${runtime}`);
      await run("[least.state.value, counter.state.count]");
      await shows(edited, "[ 51, 1 ]");
      await run("least.set({ value: 100 }); counter.set({ count: 7 })");
      await notebook.outputs(2).locator(".widget-readout", { hasText: "100" }).waitFor();
      await notebook.outputs(3).getByRole("button", { name: "pressed 7" }).waitFor();
      // What the kernel has set is nothing that it hears of.
      await run("'heard'");
      await shows(edited, "heard");
      await shows(2, /^2 orders\s*$/);
    });

    it("shows the widgets again in a window that is loaded anew", async () => {
      await notebook.save();
      const button = notebook.outputs(3).getByRole("button", { name: "pressed 7" });
      const isShownAgain = async (): Promise<boolean> => {
        await notebook.page.reload();
        await notebook.idle();
        const shown = [notebook.outputs(2).locator(".widget-readout", { hasText: "100" }), button];
        const seen = await Promise.all(shown.map((each) => appears(each, { timeout: 40_000 })));
        return seen.every(Boolean);
      };
      // anywidget gives up a widget that took its page two seconds, and ipywidgets a kernel that took the window four: a busy machine may.
      for (let tries = 1; !(await isShownAgain()); tries += 1) assert(tries < 5, "the widget is shown again");
      await button.click();
      await notebook.outputs(3).getByRole("button", { name: "pressed 8" }).waitFor();
    });

    it("completes names and members, also behind letters that are two units long", async () => {
      const items = notebook.page.locator(".jp-Completer-item");
      await notebook.type(edited, '"🦆🦆"; orders[0].coun');
      await notebook.complete();
      await notebook.page.keyboard.press("Enter");
      await notebook.cell(edited).getByText('"🦆🦆"; orders[0].country').waitFor();
      await notebook.type(edited, "Math.at");
      await notebook.complete();
      assert.deepEqual(await items.locator(".jp-Completer-match").allInnerTexts(), [
        "atan",
        "atan2",
        "atanh",
      ]);
      await notebook.page.keyboard.press("Escape");
    });

    it("explains what stands at the cursor, and completes what has no value yet, by types", async () => {
      await notebook.type(edited, "orders.filter");
      const tooltip = notebook.page.locator(".jp-Tooltip", { hasText: /filter.*predicate/ });
      // The first answer may come before the language server is there.
      while (!(await tooltip.isVisible())) {
        await notebook.page.keyboard.press("Escape");
        await notebook.cell(edited).locator(".cm-content").click();
        await notebook.page.keyboard.press("End");
        await notebook.page.keyboard.press("Shift+Tab");
        await tooltip.waitFor({ timeout: 15_000 }).catch(() => undefined);
      }
      await notebook.screenshot(`jupyterlab-explained-${runtime}`);
      await notebook.page.keyboard.press("Escape");
      await notebook.type(edited, "const cities: Map<string, number> = new Map(); cities.ge");
      await notebook.complete(/^get$/);
      await notebook.page.keyboard.press("Escape");
    });

    it("interrupts a cell, and keeps the variables", async () => {
      await run('console.log("begins"); while (true) {}');
      await shows(edited, "begins");
      await notebook.choose("Kernel", "Interrupt Kernel");
      await shows(edited, "Interrupted");
      await run("orders.length");
      await shows(edited, /^3$/);
    });

    it("keeps what a cell said that ended its process", async () => {
      await run('console.log("last words"); process.exit(3)');
      await shows(edited, /RuntimeEnded/);
      await shows(edited, "last words");
      await run("typeof orders");
      await shows(edited, "'undefined'");
    });

    it("restarts the kernel, and runs all cells again", async () => {
      await notebook.choose("Kernel", "Restart Kernel and Run All Cells…");
      await notebook.accept();
      await shows(edited, "'object'");
    });

    it("saves a file that is valid", async () => {
      await notebook.save();
      const saved = await outputsOf(jupyter, "orders.ipynb");
      assert.deepEqual(
        saved.map((outputs) => outputs.map(({ output_type }) => output_type)),
        [
          ["execute_result"],
          ["display_data", "stream"],
          ["execute_result"],
          ["execute_result"],
          ["execute_result"],
          ["error"],
        ],
      );
    });

    it("runs the cells of each notebook in its folder, and as its own metadata says", async () => {
      await mkdir(join(jupyter.folder, "days/in"), { recursive: true });
      const mounts = { pipenb: 1, mounts: ["./in:/data/in:ro"] };
      const code = 'import { existsSync } from "node:fs";\n["other.ipynb", "/data/in"].map(existsSync)';
      await writeFile(join(jupyter.folder, "days/daily.ipynb"), ipynbOf([code], mounts));
      await writeFile(join(jupyter.folder, "days/other.ipynb"), ipynbOf(["1"], { pipenb: 1, mounts: [] }));
      await notebook.close();
      notebook = (await lab?.open("days/daily.ipynb")) ?? assert.fail();
      await notebook.choose("Run", "Run All Cells");
      await shows(0, `[ true, ${String(runtime === "container")} ]`);
    });
  });
