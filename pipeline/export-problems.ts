/** What of a notebook stands in the way of its export. */
import { cellName } from "../notebook/cell-name.ts";
import type { CellAnalysis } from "../notebook/analysis/analyse-cells.ts";
import { inputCalls } from "../notebook/analysis/input-calls.ts";
import type { LocalModules } from "../notebook/analysis/local-modules.ts";
import type { Parameter } from "../notebook/parameters/parameter.ts";
import { placeInCell } from "../notebook/place-in-cell.ts";
import type { Cell, Notebook, Problem } from "../notebook/model.ts";
import { lockMatches } from "../containers/lock/lock-matches.ts";
import { usesApk } from "../containers/images/base-kind.ts";
import { reportFiles } from "./report/report-source.ts";
import { aboutFile } from "./result/about.ts";
import { unknownPlaceholders } from "./result/manifest.ts";
import { libraryFile } from "./code/pipeline-text.ts";
import { composeNames } from "./compose.ts";

/** What the check needs of the export's options. */
export interface ExportInputs {
  readonly lock?: string | undefined;
  readonly modules: LocalModules;
  readonly usesLibrary: boolean;
  readonly parameters: readonly Parameter[];
}

/** Errors stand in the way; warnings are worth a look. */
export function exportProblems(
  notebook: Notebook,
  analyses: readonly CellAnalysis[],
  { lock, modules, usesLibrary, parameters }: ExportInputs,
): readonly Problem[] {
  return [
    ...notebook.cells.flatMap((cell, index) =>
      cell.kind === "markdown" ? [] : [...syntaxErrors(cell, analyses[index]), ...unnamed(cell, index)],
    ),
    ...modules.problems,
    ...inputCalls(notebook, analyses, "error"),
    ...lockProblems(notebook, lock),
    ...frontMatterProblems(notebook),
    ...manifestProblems(notebook, parameters),
    ...reservedFiles(notebook, modules.files, usesLibrary ? [...ownFiles, libraryFile] : ownFiles),
  ];
}

function syntaxErrors(cell: Cell, analysis: CellAnalysis | undefined): readonly Problem[] {
  return (analysis?.errors ?? []).map(({ start, message }) => ({
    severity: "error",
    message,
    ...placeInCell(cell, start),
  }));
}

function unnamed(cell: Cell, index: number): readonly Problem[] {
  if (cell.kind !== "code" || cell.name !== undefined || cell.text.trim() === "") return [];
  return [
    {
      severity: "warning",
      message: `This cell has no name; logs and errors of the pipeline call it ${cellName(cell, index)}.`,
      remedy: "Write `// %% name=…` above it.",
      line: Math.max(1, cell.line - 1),
      column: 1,
    },
  ];
}

function lockProblems({ frontMatter }: Notebook, lock: string | undefined): readonly Problem[] {
  const { npm } = frontMatter.image;
  if (Object.keys(npm).length === 0 || (lock !== undefined && lockMatches(lock, npm))) return [];
  return [
    atTop(
      lock === undefined
        ? "The npm packages are not locked."
        : "The npm lock does not fit the packages of the notebook.",
      "Export or build it with npm on the PATH, which makes the lock, and keep that in git.",
    ),
  ];
}

function frontMatterProblems({ frontMatter }: Notebook): readonly Problem[] {
  const { image, services } = frontMatter;
  const problems: Problem[] = [];
  for (const name of composeNames.filter((each) => each in services)) {
    problems.push(
      atTop(`A service cannot be called ${name}: compose.yaml has one of that name.`, "Rename it."),
    );
  }
  for (const line of image.dockerfile) {
    if (/^\s*FROM\s/i.test(line)) {
      problems.push(atTop("image.dockerfile cannot start a stage with FROM.", "Set image.base instead."));
    } else if (/^\s*(?:COPY|ADD)\s/i.test(line) && !/--from=|\shttps?:/i.test(line)) {
      problems.push(
        atTop(
          `image.dockerfile cannot copy files of the notebook's folder: ${line}`,
          "List them under image.files.",
        ),
      );
    }
  }
  for (const path of image.files.filter((each) => /^(?:\/|(?:\.\/)?\.\.(?:\/|$))/.test(each))) {
    problems.push(atTop(`${path} lies outside of the notebook's folder.`, "Move it below that folder."));
  }
  if (image.apt.length > 0 && usesApk(image.base)) {
    problems.push(
      atTop(`image.apt needs apt-get, which ${image.base} has not.`, 'Use `dockerfile: ["RUN apk add …"]`.'),
    );
  }
  return problems;
}

function manifestProblems({ frontMatter }: Notebook, parameters: readonly Parameter[]): readonly Problem[] {
  return unknownPlaceholders(frontMatter.manifest ?? "", parameters).map((name) =>
    atTop(
      `manifest names \${${name}}, and the pipeline has no parameter ${JSON.stringify(name)}.`,
      "Name one of its parameters.",
    ),
  );
}

const ownFiles = ["pipeline.ts", "compiled.json", "runner.mjs", aboutFile, ...Object.values(reportFiles)];

function reservedFiles(
  { frontMatter }: Notebook,
  modules: ReadonlyMap<string, string>,
  reserved: readonly string[],
): readonly Problem[] {
  const given = new Set([
    ...modules.keys(),
    ...frontMatter.image.files.map((path) => path.replace(/^\.\//, "")),
  ]);
  return reserved
    .filter((path) => given.has(path))
    .map((path) => atTop(`The export writes a file ${path} of its own.`, "Give yours another name."));
}

function atTop(message: string, remedy: string): Problem {
  return { severity: "error", message, remedy, line: 1, column: 1 };
}
