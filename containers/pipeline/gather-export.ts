/** Everything an exported pipeline consists of, planned and in memory: to be written to a folder or built into an image. */
import { readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { checkingOptionsFor } from "../../language/check/compiler-options.ts";
import { withShellPackage } from "../../notebook/analysis/with-shell-package.ts";
import type { Notebook, Problem } from "../../notebook/model.ts";
import type { Parameter } from "../../notebook/parameters/parameter.ts";
import { localModules } from "../../notebook/analysis/local-modules.ts";
import { lookFrom } from "../files/look-at-file.ts";
import { readModule } from "../files/read-module.ts";
import { missingInImage } from "../../notebook/analysis/missing-in-image.ts";
import { planExport } from "../export/plan-export.ts";
import { npmEnvironment } from "../hosts/npm-environment.ts";
import { ensureLock } from "../lock/lock-file.ts";
import { copiedFiles } from "./copied-files.ts";

/** Path below the export, contents. */
export type ExportFiles = ReadonlyMap<string, string | Uint8Array>;

export interface GatherOptions {
  /** Absolute; local modules, the lock and `image.files` are read from its folder. */
  readonly notebookPath: string;
  readonly notebook: Notebook;
  readonly parameters: readonly Parameter[];
  /** Text of the runner that every export carries, and of its type declarations. */
  readonly runner: string;
  readonly runnerTypes: string;
  readonly pipenbVersion: string;
  /** What npm says while packages are locked. */
  readonly onOutput: (text: string) => void;
  readonly signal: AbortSignal;
}

/** The files with warnings at most, or the problems that stand in the way. */
export type GatheredExport =
  | { readonly kind: "files"; readonly files: ExportFiles; readonly warnings: readonly Problem[] }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

/** Plans the export, with the lock made where it is missing and the files that `image.files` names read in. Rejects with a `LockError`. */
export async function gatherExport(options: GatherOptions): Promise<GatheredExport> {
  const { notebookPath, parameters, runner, runnerTypes, pipenbVersion, onOutput, signal } = options;
  // What `$` needs is locked too.
  const notebook = withShellPackage(options.notebook);
  const folder = dirname(notebookPath);
  const { image } = notebook.frontMatter;
  const env = npmEnvironment(process.env);
  const lock = await ensureLock({ notebookPath, npm: image.npm, onOutput, signal, env });
  const modules = localModules(notebook, (path) => readModule(join(folder, path)));
  const plan = planExport(notebook, {
    name: basename(notebookPath, extname(notebookPath)),
    runner,
    runnerTypes,
    lock,
    parameters,
    modules,
    pipenbVersion,
    checking: checkingOptionsFor(notebookPath, textOf),
  });
  const copied = await copiedFiles(folder, image.files);
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
