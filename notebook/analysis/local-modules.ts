/** The files beside the notebook that its cells import and what those import in turn; and what is wrong with any of that. */
import { posix } from "node:path";
import ts from "typescript";
import type { NotUtf8 } from "../format/decode.ts";
import { placeInCell } from "../place-in-cell.ts";
import type { Notebook, Problem } from "../model.ts";
import { adviseSpecifier } from "../specifiers/advise-specifier.ts";
import type { ModuleAdvice } from "../specifiers/advise-specifier.ts";
import { filesMeant, namesFile } from "../specifiers/files-meant.ts";
import { missingModule } from "../specifiers/missing-module.ts";
import { moduleSpecifiers } from "./module-specifiers.ts";

export interface LocalModules {
  /** Text by path relative to the notebook's folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Each at the import of a cell that leads to it. */
  readonly problems: readonly Problem[];
}

/** Gives the text of a file by its path, or why it is none; undefined for what is no file. */
export type ReadModule = (path: string) => string | NotUtf8 | undefined;

/** `read` is asked with paths relative to the notebook's folder. */
export function localModules({ cells, frontMatter }: Notebook, read: ReadModule): LocalModules {
  const known = new Map<string, string | NotUtf8 | undefined>();
  const textOf: ReadModule = (path) => {
    if (!known.has(path)) known.set(path, read(path));
    return known.get(path);
  };
  const files = new Map<string, string>();
  const problems: Problem[] = [];
  const { npm, files: copied } = frontMatter.image;
  /** `report` tells of the import of a cell that is being followed; `where` is the place in the module that imports, "" for a cell. */
  const follow = (specifier: string, from: string | undefined, where: string, report: Report): void => {
    const tell: Report = ({ message, remedy }) => {
      report({ message: `${where}${message}`, remedy });
    };
    const advice = adviseSpecifier(specifier, npm);
    if (advice !== undefined) {
      tell(advice);
      return;
    }
    if (!namesFile(specifier)) return;
    const path = posix.join(posix.dirname(from ?? "cell.ts"), specifier.replace(/[?#].*$/, ""));
    if (path === ".." || path.startsWith("../")) {
      tell(outside(path));
      return;
    }
    const found = filesMeant(path)
      .map((each) => posix.normalize(each))
      .find((each) => textOf(each) !== undefined);
    if (found === undefined) {
      const missing = missingModule(specifier, npm);
      if (missing !== "expected") tell(missing);
      return;
    }
    const isData = isBinary(found, textOf(found));
    if (!files.has(found) && !isData) add(found, report);
    else if (isData && !copied.some((each) => posix.normalize(`${each}/`) === `${posix.normalize(found)}/`))
      tell({
        message: `${found} does not come into the image by itself.`,
        remedy: "Name it under image.files.",
      });
  };
  const add = (path: string, report: Report): void => {
    const text = textOf(path) ?? "";
    if (typeof text !== "string") {
      report({
        message: `./${path}:${text.line}:${text.column}: ${text.message}`,
        remedy: text.remedy,
      });
      return;
    }
    files.set(path, text);
    if (!isCode(path)) return;
    for (const advice of moduleProblems(path, text)) report(advice);
    for (const { module, start } of moduleSpecifiers(text, path))
      follow(module, path, `${placeIn(path, text, start)}: `, report);
  };
  for (const cell of cells) {
    if (cell.kind === "markdown") continue;
    for (const { module, start } of moduleSpecifiers(cell.text))
      follow(module, undefined, "", (advice) => {
        problems.push({ severity: "error", ...told(advice), ...placeInCell(cell, start) });
      });
  }
  return { files, problems };
}

type Report = (advice: ModuleAdvice) => void;

const told = ({ message, remedy }: ModuleAdvice): ModuleAdvice => ({ message, remedy });

const isCode = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);

/** What is read as text would be another file in the image. */
const isBinary = (path: string, text: ReturnType<ReadModule>): boolean =>
  /\.(?:node|wasm)$/.test(path) || (typeof text === "object" && !isCode(path) && !path.endsWith(".json"));

function outside(path: string): ModuleAdvice {
  return {
    message: `${path} lies outside of the notebook's folder, and is in no container.`,
    remedy: "Move it below the notebook's folder.",
  };
}

/** What keeps it from running; a module that only other tools can read is none. */
function moduleProblems(path: string, text: string): readonly ModuleAdvice[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.Preserve,
    },
  });
  const syntax = diagnostics
    .filter(({ code }) => code < 2000)
    .map(({ start, messageText }) => ({
      message: `${placeIn(path, text, start ?? 0)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
      remedy: "Mend the module.",
    }));
  if (syntax.length > 0 || !/\.jsx?$/.test(path) || !isCommonJs(text)) return syntax;
  return [
    {
      message: `./${path} is written as CommonJS (module.exports), which a .js file is not in the image.`,
      remedy: `Call it ${path.replace(/\.jsx?$/, ".cjs")}, or write export.`,
    },
  ];
}

function isCommonJs(text: string): boolean {
  if (!/\b(?:module\.exports|exports\.[\w$]+\s*=)/.test(text)) return false;
  const file = ts.createSourceFile("module.js", text, ts.ScriptTarget.ESNext, false);
  return !ts.isExternalModule(file);
}

/** `./lib/sum.ts:3:7` */
function placeIn(path: string, text: string, start: number): string {
  const before = text.slice(0, start).split("\n");
  return `./${path}:${before.length}:${(before.at(-1) ?? "").length + 1}`;
}
