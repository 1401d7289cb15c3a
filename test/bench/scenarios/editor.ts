import { measureEditor } from "../editor/measure-editor.ts";
import { findEditor } from "../../support/editor/installed.ts";
import { findEngine } from "../container-engine.ts";
import { sampleOf } from "../measure.ts";
import { withNotebook } from "../notebooks.ts";
import type { Scenario } from "../scenario.ts";

const activations = 5;
const notebook = "// %%\n1 + 1;\n";

/** The extension in the real editor: how long it takes to activate, and a cell's way to its container and back. */
export const editorTimes: Scenario = {
  name: "editor",
  run: async () => {
    const editor = findEditor();
    if (typeof editor === "string") return { skipped: editor };
    const found = await findEngine();
    if ("skipped" in found) return found;
    Object.assign(process.env, found.env);
    const times = await withNotebook(notebook, (folder) => measureEditor(editor, folder, activations));
    const trips = times.flatMap(({ roundTrips }) => roundTrips);
    return [
      {
        what: "activation of the extension",
        unit: "ms",
        sample: sampleOf(times.map(({ activation }) => activation)),
        target: 150,
      },
      {
        what: "editor's execute to the result in the extension host, kernel in a container",
        unit: "ms",
        sample: sampleOf(trips.map(({ arrived }) => arrived)),
        target: 15,
      },
      {
        what: "the same until the editor shows it",
        unit: "ms",
        sample: sampleOf(trips.map(({ shown }) => shown)),
      },
    ];
  },
};
