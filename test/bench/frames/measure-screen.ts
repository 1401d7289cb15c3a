/** From the end of a cell in its container to the first rows of its dataframe on the screen, in the real editor. */
import type { Locator } from "playwright-core";
import type { InstalledEditor } from "../../support/editor/installed.ts";
import { EditorSession } from "../../support/editor/session.ts";
import type { Workbench } from "../../support/editor/workbench.ts";

const warmups = 2;
const runs = 12;
const building = { timeout: 300_000 };

/** Cells of the notebook, by a part of their text. */
const cells = {
  small: "small;",
  large: "large;",
  quick: "at once",
  yardstick: "data-yardstick",
} as const;

type Measured = keyof typeof cells;
type Kind = "grid" | "yardstick";

/** Milliseconds, a run each; containers have the machine's clock. */
export interface ScreenTimes extends Readonly<Record<Measured, readonly number[]>> {
  /** The small frame from a cell that ends as soon as it has begun. */
  readonly quick: readonly number[];
  /** The first frame of the notebook: what shows frames is loaded with it, in the kernel and in the page. */
  readonly first: readonly number[];
  /** HTML in a message of the same size, shown by the editor itself: nothing is seen sooner than that. */
  readonly yardstick: readonly number[];
}

export async function measureScreen(editor: InstalledEditor, folder: string): Promise<ScreenTimes> {
  const session = await EditorSession.start(editor);
  try {
    const window = await session.open(folder);
    await window.openNotebook("bench.pipenb");
    await window.selectKernel("Container");
    await execute(window, "make(1000)");
    await window.outputs.getByText("'made'").waitFor(building);
    const shown: number[] = [];
    const order: readonly Measured[] = ["small", "large", "quick", "yardstick"];
    for (const measured of order) {
      shown.push(
        ...(await shownTimes(window, cells[measured], measured === "yardstick" ? measured : "grid")),
      );
      await window.goTo("last"); // below what this cell shows
    }
    await execute(window, "ended.join");
    const told = window.outputs.getByText(/ended [\d ]+ all/).last();
    await told.waitFor();
    const ended = ((await told.textContent()) ?? "").match(/\d{13}/g)?.map(Number) ?? [];
    const times = shown.map((at, index) => at - (ended[index] ?? Number.NaN));
    const since = (measured: Measured): readonly number[] => {
      const first = order.indexOf(measured) * (warmups + runs) + warmups;
      return times.slice(first, first + runs);
    };
    return {
      first: times.slice(0, 1),
      small: since("small"),
      large: since("large"),
      quick: since("quick"),
      yardstick: since("yardstick"),
    };
  } finally {
    await session.stop();
  }
}

/** When each of the frames was seen. */
async function shownTimes(window: Workbench, code: string, kind: Kind): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < warmups + runs; index += 1) {
    // Both at once: where the cell cannot be run, its reason is what is to be told.
    const [shown] = await Promise.all([
      window.outputs.locator("body").evaluate(nextShown, kind),
      code === cells.quick ? press(window, code) : execute(window, code),
    ]);
    times.push(shown);
    // What comes after the first rows is not to weigh on the next run: nobody runs a cell again to see the same rows while the
    // figures about 10,000,000 of them are being computed on all cores.
    await window.outputs
      .locator(".summary.asked")
      .first()
      .waitFor({ state: "detached", ...building });
    await window.page.waitForTimeout(300);
  }
  return times;
}

/** Nothing of the command palette, nor of a button that the mouse rests on, is left when a cell has worked for a while. */
async function execute(window: Workbench, code: string): Promise<void> {
  await cellOf(window, code).locator(".view-line").first().click();
  await window.command("Notebook: Execute Cell");
}

/** As a person would who waits for the cell from then on. */
async function press(window: Workbench, code: string): Promise<void> {
  await cellOf(window, code).locator(".view-line").first().click();
  await cellOf(window, code).locator(".run-button-container [role=button]").first().click();
}

function cellOf(window: Workbench, code: string): Locator {
  return window.codeCells.filter({ hasText: code }).first();
}

/**
 * Runs in the page of outputs: the time when what is not there yet has been painted. Asks for no frames before: the page would
 * be painted all the time, of which the editor and the kernel have less.
 */
function nextShown(body: Element, kind: Kind): Promise<number> {
  const hosts = (): readonly Element[] =>
    kind === "yardstick"
      ? [...body.querySelectorAll("[data-yardstick]")]
      : [...body.querySelectorAll("*")].filter(({ shadowRoot }) => shadowRoot !== null);
  const before = new Set(hosts());
  return new Promise((resolve) => {
    const painted = (): void => {
      // A message follows the frame at once; a timer would wait for those of the editor.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        resolve(Date.now());
      };
      requestAnimationFrame(() => {
        port2.postMessage(undefined);
      });
    };
    const look = (): void => {
      for (const host of hosts()) {
        if (before.has(host)) continue;
        const rows = kind === "yardstick" ? host : host.shadowRoot?.querySelector('[data-row="0"]');
        if ((rows?.textContent ?? "") !== "") {
          observer.disconnect();
          painted();
          return;
        }
        if (host.shadowRoot !== null) observer.observe(host.shadowRoot, { childList: true, subtree: true });
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(body, { childList: true, subtree: true });
  });
}
