import { findEditor } from "../../support/editor/installed.ts";
import { findEngine } from "../container-engine.ts";
import { measureScreen } from "../frames/measure-screen.ts";
import { screenNotebook } from "../frames/screen-notebook.ts";
import { sampleOf } from "../measure.ts";
import { withNotebook } from "../notebooks.ts";
import type { Scenario } from "../scenario.ts";

/** Dataframes in the real editor, of a kernel in a container. */
export const framesOnScreen: Scenario = {
  name: "frames-on-screen",
  run: async () => {
    const editor = findEditor();
    if (typeof editor === "string") return { skipped: editor };
    const found = await findEngine();
    if ("skipped" in found) return found;
    Object.assign(process.env, found.env);
    const { first, small, large, quick, yardstick } = await withNotebook(screenNotebook, (folder) =>
      measureScreen(editor, folder),
    );
    return [
      {
        what: "end of the cell to the first rows on the screen, 1,000 rows",
        unit: "ms",
        sample: sampleOf(small),
        target: 50,
        part: "frames",
      },
      { what: "the same, 10,000,000 rows", unit: "ms", sample: sampleOf(large), target: 50, part: "frames" },
      {
        what: "1,000 rows of a cell that ends as soon as it has begun, which the editor still shows",
        unit: "ms",
        sample: sampleOf(quick),
        part: "frames",
      },
      {
        what: "the first dataframe of a notebook, with what shows it still to be loaded",
        unit: "ms",
        sample: sampleOf(first),
        part: "frames",
      },
      {
        what: "the editor's share: HTML in a message of that size, of a cell that worked for a while",
        unit: "ms",
        sample: sampleOf(yardstick),
        part: "frames",
      },
    ];
  },
};
