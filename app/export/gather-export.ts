/** Everything an exported pipeline consists of, planned and in memory: to be written to a folder or built into an image. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkingOptionsFor } from "../../language/check/compiler-options.ts";
import type { Problem } from "../../notebook/model.ts";
import { localModules } from "../../notebook/analysis/local-modules.ts";
import { lookFrom } from "../../containers/files/look-at-file.ts";
import { readModule } from "../../containers/files/read-module.ts";
import { missingInImage } from "../../notebook/analysis/missing-in-image.ts";
import { planExport } from "../../pipeline/plan-export.ts";
import { ensureLock } from "../../containers/lock/lock-file.ts";
import type { SourceNotebook } from "../notebook/source-notebook.ts";
import { copiedFiles } from "./copied-files.ts";

/** Path below the export, contents. */
export type ExportFiles = ReadonlyMap<string, string | Uint8Array>;

/** The texts of the runner that every export carries, of the library for cells, of the types of both, and who exports. */
export interface Exporter {
  readonly runner: string;
  readonly runnerTypes: string;
  readonly reportProgram: string;
  readonly library: string;
  readonly libraryTypes: string;
  readonly pipenbVersion: string;
}

export interface GatherOptions {
  readonly exporter: Exporter;
  /** What npm says while packages are locked. */
  readonly onOutput: (text: string) => void;
  readonly signal: AbortSignal;
}

/** The files with warnings at most, or the problems that stand in the way. */
export type GatheredExport =
  | { readonly kind: "files"; readonly files: ExportFiles; readonly warnings: readonly Problem[] }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

/** The runner and the library beside the other built programs. */
export function exporterOf(programs: string, pipenbVersion: string): Exporter {
  const text = (name: string): string => readFileSync(join(programs, name), "utf8");
  return {
    runner: text("runner/runner.mjs"),
    runnerTypes: text("runner/runner.d.mts"),
    reportProgram: text("report/runner.report.mjs"),
    library: text("library/pipenb.mjs"),
    libraryTypes: text("library/pipenb.d.mts"),
    pipenbVersion,
  };
}

/** Plans the export, with the lock made where it is missing and the files that `image.files` names read in. Rejects with a `NpmError`. */
export async function gatherExport(
  { path: notebookPath, name, notebook, parameters }: SourceNotebook,
  { exporter, onOutput, signal }: GatherOptions,
): Promise<GatheredExport> {
  const folder = dirname(notebookPath);
  const { image } = notebook.frontMatter;
  const lock = await ensureLock({ notebookPath, npm: image.npm, onOutput, signal, env: process.env });
  const modules = localModules(notebook, (path) => readModule(join(folder, path)));
  const copied = await copiedFiles(folder, image.files);
  const plan = planExport(notebook, {
    name,
    ...exporter,
    lock,
    parameters,
    modules,
    copied: copied.files,
    checking: checkingOptionsFor(notebookPath, textOf),
  });
  const missing = missingInImage(notebook, modules, lookFrom(folder));
  const problems = [...plan.problems, ...copied.problems, ...missing];
  if (problems.some(({ severity }) => severity === "error")) return { kind: "problems", problems };
  const files = new Map<string, string | Uint8Array>([...copied.files, ...plan.files]);
  return { kind: "files", files, warnings: problems };
}

/** undefined for a file that is not there: the planner names it in its problems. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
