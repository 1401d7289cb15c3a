/** The texts of an export: pure, from the notebook and what it stands on. */
import { analyseCells } from "../notebook/analysis/analyse-cells.ts";
import { moduleSpecifiers } from "../notebook/analysis/module-specifiers.ts";
import { withShellPackage } from "../notebook/analysis/with-shell-package.ts";
import type { LocalModules } from "../notebook/analysis/local-modules.ts";
import type { Notebook, Problem } from "../notebook/model.ts";
import type { Parameter } from "../notebook/parameters/parameter.ts";
import { libraryName } from "../notebook/specifiers/advise-specifier.ts";
import { lockMatches } from "../containers/lock/lock-matches.ts";
import { pinned } from "../containers/lock/pinned.ts";
import { packageJson } from "../containers/lock/package-json.ts";
import { codeHash } from "./code-hash.ts";
import { javaScriptOf } from "../notebook/transpile/transpile.ts";
import { reportFiles, reportedNotebook, reportSourceText } from "./report/report-source.ts";
import { aboutFile, aboutText, aboutUnit } from "./result/about.ts";
import type { About } from "./result/about.ts";
import { libraryFile, pipelineText } from "./code/pipeline-text.ts";
import type { PipelineText } from "./code/pipeline-text.ts";
import { composeText } from "./compose.ts";
import { contractLabels, contractOf } from "./contract-labels.ts";
import type { Contract } from "./contract-labels.ts";
import { dockerfile } from "./dockerfile.ts";
import { checksum, compiledFile } from "./code/compiled-form.ts";
import { compiledModules } from "./code/compiled-modules.ts";
import { dockerignore } from "./dockerignore.ts";
import { exportProblems } from "./export-problems.ts";
import { exportReadme } from "./export-readme.ts";
import type { CheckingOptions } from "../language/check/compiler-options.ts";
import { exportTsconfig } from "./export-tsconfig.ts";

/** What an export is made from besides the notebook. */
export interface ExportOptions {
  /** The notebook's file name without its ending; names the image. */
  readonly name: string;
  /** Text of `runner.mjs` and of its types. */
  readonly runner: string;
  readonly runnerTypes: string;
  /** Text of the program beside the runner that makes reports of runs. */
  readonly reportProgram: string;
  /** Text of the library `pipenb` and of its types. */
  readonly library: string;
  readonly libraryTypes: string;
  /** Text of the npm lock; needed when the notebook has npm packages. */
  readonly lock?: string | undefined;
  readonly parameters: readonly Parameter[];
  /** The files that `image.files` names, by their path. */
  readonly copied?: ReadonlyMap<string, Uint8Array>;
  /** From `localModules`. */
  readonly modules: LocalModules;
  /** How strictly the user's tsconfig has code looked at. */
  readonly checking?: CheckingOptions;
  readonly pipenbVersion: string;
}

/** Texts by path, and what stands in the way; with any "error" nothing should be written. */
export interface ExportPlan {
  readonly files: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** Plans the whole export. */
export function planExport(original: Notebook, options: ExportOptions): ExportPlan {
  const notebook = withShellPackage(original);
  const { frontMatter } = notebook;
  const { name, parameters, lock, pipenbVersion: version } = options;
  const title = frontMatter.title ?? name;
  const analyses = analyseCells(notebook.cells.map(({ kind, text }) => (kind === "markdown" ? "" : text)));
  const pipeline = pipelineText({ notebook, name, title, parameters, analyses });
  const usesLibrary = importsLibrary(notebook, options.modules);
  const code = codeFiles(pipeline.text, usesLibrary, options);
  const { npm } = frontMatter.image;
  const hasLock = lock !== undefined && Object.keys(npm).length > 0;
  const installed =
    hasLock && lockMatches(lock, npm) ? pinned(npm, lock) : { npm, lock: hasLock ? lock : undefined };
  const hash = codeHash(
    frontMatter,
    new Map<string, string | Uint8Array>([
      ...code,
      ...(options.copied ?? []),
      ["package-lock.json", installed.lock ?? ""],
    ]),
  );
  const reports = new Map([
    [reportFiles.program, options.reportProgram],
    [reportFiles.source, reportSource(original, pipeline, `${name}.pipenb`, title)],
  ]);
  const copied = [...code.keys(), aboutFile, ...reports.keys()].filter((path) => !path.endsWith(".d.mts"));
  const contract = contractOf(frontMatter, parameters);
  const labels = contractLabels(title, contract);
  const onTop = { files: copied, title, notebook: `${name}.pipenb`, version, contract: labels };
  const files = new Map([
    ...code,
    [
      aboutFile,
      aboutText({ name, version, code: hash, manifest: frontMatter.manifest ?? null, ...aboutOf(contract) }),
    ],
    ...reports,
    ["package.json", packageJson({ name, npm: installed.npm })],
    ...(installed.lock === undefined ? [] : ([["package-lock.json", installed.lock]] as const)),
    ["Dockerfile", dockerfile({ frontMatter, hasLock }, onTop)],
    [
      ".dockerignore",
      dockerignore([
        ...copied,
        ...frontMatter.image.files,
        "package.json",
        ...(hasLock ? ["package-lock.json"] : []),
      ]),
    ],
    ["compose.yaml", composeText(frontMatter, name)],
    ["README.md", exportReadme({ name, title, frontMatter, parameters, version })],
    ["tsconfig.json", exportTsconfig(options.checking ?? {}, usesLibrary)],
  ]);
  const inputs = { ...options, usesLibrary };
  return { files, problems: [...exportProblems(notebook, analyses, inputs), ...pipeline.problems] };
}

function aboutOf({ unit, schedule, timeout }: Contract): Pick<About, "unit" | "timeout"> {
  return { unit: aboutUnit(unit, schedule), timeout: timeout ?? null };
}

function reportSource(
  notebook: Notebook,
  { text, reported }: PipelineText,
  file: string,
  title: string,
): string {
  return reportSourceText({
    notebook: reportedNotebook(notebook, file, title),
    code: { of: checksum(text), code: javaScriptOf(reported, "pipeline.ts") },
  });
}

/** Whether a cell or a module beside the notebook does. */
function importsLibrary({ cells }: Notebook, { files }: LocalModules): boolean {
  const isImported = (text: string, path: string): boolean =>
    text.includes(libraryName) && moduleSpecifiers(text, path).some(({ module }) => module === libraryName);
  return (
    cells.some(({ kind, text }) => kind !== "markdown" && isImported(text, "cell.ts")) ||
    [...files].some(([path, text]) => /\.[cm]?[jt]sx?$/.test(path) && isImported(text, path))
  );
}

/** The pipeline, what runs it, and the modules beside it. */
function codeFiles(
  pipeline: string,
  usesLibrary: boolean,
  { runner, runnerTypes, library, libraryTypes, modules }: ExportOptions,
): ReadonlyMap<string, string> {
  const written = new Map([["pipeline.ts", pipeline], ...modules.files]);
  return new Map([
    ["pipeline.ts", pipeline],
    [compiledFile, `${JSON.stringify(compiledModules(written), undefined, 1)}\n`],
    ["runner.mjs", runner],
    ["runner.d.mts", runnerTypes],
    ...(usesLibrary
      ? ([
          [libraryFile, library],
          ["pipenb.d.mts", libraryTypes],
        ] as const)
      : []),
    ...modules.files,
  ]);
}
