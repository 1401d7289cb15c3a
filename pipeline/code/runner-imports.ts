/** What the exported module imports besides what its cells do: the runner, and zx for `$`. */
import type { ResolvedNames } from "../../notebook/analysis/resolve-names.ts";
import type { ModuleImport } from "../../notebook/analysis/imports.ts";

/** The runner's functions under names that nothing in the notebook has. */
export interface RunnerImports {
  readonly cell: string;
  readonly done: string;
  readonly pipeline: string;
  readonly imports: readonly ModuleImport[];
  /** Statements that come before everything else. */
  readonly setUp: readonly string[];
}

/** As in the kernel, what a command prints is seen as it comes. */
const shellSetUp = `// What shell commands print goes where the pipeline's own output goes.
$.verbose = true;
$.detached = false; // what stops the pipeline stops them too
$.log = (entry) => {
  if (entry.verbose && (entry.kind === "stdout" || entry.kind === "stderr")) process[entry.kind].write(entry.data);
};`;

/** `names` are those of the cells; what they take from outside decides what is imported. */
export function runnerImports(names: ResolvedNames): RunnerImports {
  const cell = names.freshName("cell", "startCell");
  const done = names.freshName("done", "endPipeline");
  const pipeline = names.freshName("pipeline", "startPipeline");
  const { globals } = names;
  const runner: ModuleImport = {
    module: "./runner.mjs",
    attributes: "",
    bindings: [
      { imported: "cell", local: cell, typeOnly: false },
      { imported: "done", local: done, typeOnly: false },
      { imported: "pipeline", local: pipeline, typeOnly: false },
      ...(globals.has("display") ? [{ imported: "display", local: "display", typeOnly: false }] : []),
      ...["IsoDate", "Path"]
        .filter((name) => globals.has(name))
        .map((name) => ({ imported: name, local: name, typeOnly: true })),
    ],
  };
  if (!globals.has("$")) return { cell, done, pipeline, imports: [runner], setUp: [] };
  const shell = { module: "zx", attributes: "", bindings: [{ imported: "$", local: "$", typeOnly: false }] };
  return { cell, done, pipeline, imports: [shell, runner], setUp: [shellSetUp] };
}
