/** `display`, and the values that cells end with, in the forms that a notebook shows them in. Whatever fails here fails nothing of the run. */
import { toBundle } from "../../../display/bundle.ts";
import { createDisplay } from "../../../display/display.ts";
import { askToDisplay } from "../../../display/own-display.ts";
import type { Bundle } from "../../../protocol/mime-bundle.ts";
import type { ExecutionEvent } from "../../../protocol/content.ts";
import { shownBundle } from "../../report/shown-bundle.ts";
import type { Display, DisplayHandle } from "../runner.d.mts";

type Tell = (event: ExecutionEvent) => void;

export interface CellsDisplay {
  /** The given display, which prints, and which tells what it shows as well. */
  readonly display: (printing: Display) => Display;
  /** Shows what a cell ends with: the value, or what `preview` gives. */
  readonly shown: (value: unknown, preview?: () => unknown) => Promise<void>;
}

export function createCellsDisplay(tell: Tell): CellsDisplay {
  return {
    display: (printing) => alsoPrinting(printing, telling(tell), tell),
    async shown(value, preview) {
      try {
        const { data, metadata } = await toBundle(preview === undefined ? value : preview());
        if (Object.keys(data).length > 0)
          tell({ type: "execute_result", ...shownBundle({ data, metadata }), execution_count: 0 });
      } catch (error) {
        tellFailure(tell, error);
      }
    },
  };
}

function tellFailure(tell: Tell, error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  tell({ type: "stream", name: "stderr", text: `(a value cannot be shown: ${name}: ${message})\n` });
}

function telling(tell: Tell): Display {
  return createDisplay(
    ({ type, bundle, displayId }) => {
      const transient = displayId === undefined ? {} : { display_id: displayId };
      tell({ type, ...shownBundle(bundle), transient });
    },
    (wait) => {
      tell({ type: "clear_output", wait });
    },
    (value): Bundle | Promise<Bundle> => toBundle(value),
  );
}

const ownDisplay = Symbol.for("Jupyter.display");

function alsoPrinting(printing: Display, telling: Display, tell: Tell): Display {
  const attempt = <Given>(show: () => Given): Given | undefined => {
    try {
      return show();
    } catch (error) {
      tellFailure(tell, error);
      return undefined;
    }
  };
  const each = (show: (display: Display) => DisplayHandle): DisplayHandle => {
    const printed = show(printing);
    const told = attempt(() => show(telling));
    const handle = {
      update: (value: unknown): DisplayHandle => {
        printed.update(value);
        attempt(() => told?.update(value));
        return handle;
      },
      // As the last value of a cell it shows nothing more, but the cell waits until it is shown.
      [ownDisplay](): object | Promise<object> {
        const asked = told === undefined ? undefined : askToDisplay(told);
        return asked instanceof Promise ? asked.then(({ data }) => data) : (asked?.data ?? {});
      },
    };
    return handle;
  };
  return Object.assign((...values: readonly unknown[]) => each((display) => display(...values)), {
    html: (html: string) => each((display) => display.html(html)),
    markdown: (text: string) => each((display) => display.markdown(text)),
    json: (value: unknown) => each((display) => display.json(value)),
    image: (...given: Parameters<Display["image"]>) => each((display) => display.image(...given)),
    bundle: (...given: Parameters<Display["bundle"]>) => each((display) => display.bundle(...given)),
    clear: (...given: Parameters<Display["clear"]>) => {
      printing.clear(...given);
      telling.clear(...given);
    },
  });
}
