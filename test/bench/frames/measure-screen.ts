/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** From the end of a cell in its container to the first rows of its dataframe on the screen, in the real editor. */
import type { InstalledEditor } from "../../support/editor/installed.ts";
import { EditorSession } from "../../support/editor/session.ts";
import type { Workbench } from "../../support/editor/workbench.ts";

const warmups = 2;
const runs = 12;
const building = { timeout: 300_000 };

export interface ScreenTimes {
  /** Milliseconds, a run each; containers have the machine's clock. */
  readonly small: readonly number[];
  readonly large: readonly number[];
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
    const small = await shownTimes(window, "small;", "grid");
    await window.goTo("last"); // below what the other cell shows
    const large = await shownTimes(window, "large;", "grid");
    await window.goTo("last");
    const yardstick = await shownTimes(window, "data-yardstick", "yardstick");
    await window.goTo("last");
    await execute(window, "ended.join");
    const told = window.outputs.getByText(/ended [\d ]+ all/).last();
    await told.waitFor();
    const ended = ((await told.textContent()) ?? "").match(/\d{13}/g)?.map(Number) ?? [];
    const since = (shown: readonly number[], first: number): readonly number[] =>
      shown.map((at, index) => at - (ended[first + index] ?? Number.NaN)).slice(warmups);
    return {
      small: since(small, 0),
      large: since(large, small.length),
      yardstick: since(yardstick, small.length + large.length),
    };
  } finally {
    await session.stop();
  }
}

/** When each of the frames was seen. */
async function shownTimes(
  window: Workbench,
  code: string,
  kind: "grid" | "yardstick",
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < warmups + runs; index += 1) {
    // Both at once: where the cell cannot be run, its reason is what is to be told.
    const [shown] = await Promise.all([
      window.outputs.locator("body").evaluate(nextShown, kind),
      execute(window, code),
    ]);
    times.push(shown);
    await window.page.waitForTimeout(300); // what comes after the first rows is not to weigh on the next run
  }
  return times;
}

async function execute(window: Workbench, code: string): Promise<void> {
  const cell = window.codeCells.filter({ hasText: code }).first();
  await cell.locator(".view-line").first().click();
  await window.command("Notebook: Execute Cell");
}

/** Runs in the page of outputs: the time when what is not there yet has been painted. */
function nextShown(body: Element, kind: "grid" | "yardstick"): Promise<number> {
  const shown = (): readonly Element[] =>
    kind === "yardstick"
      ? [...body.querySelectorAll("[data-yardstick]")]
      : [...body.querySelectorAll("*")].flatMap((element) => [
          ...(element.shadowRoot?.querySelectorAll("[role=grid]") ?? []),
        ]);
  const before = new Set(shown());
  return new Promise((resolve) => {
    const look = (): void => {
      const fresh = shown().find((element) => !before.has(element));
      const rows = kind === "yardstick" ? fresh : fresh?.querySelector('[data-row="0"]');
      if ((rows?.textContent ?? "") === "") requestAnimationFrame(look);
      else
        setTimeout(() => {
          resolve(Date.now());
        });
    };
    look();
  });
}
