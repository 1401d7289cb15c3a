/** How the code of notebooks is checked, in the words of tsconfig.json: in the editor, by `pipenb check` and in the export. */
import { dirname, join } from "node:path";
import ts from "typescript";

/** What the kernel does with a cell, which no tsconfig can change. */
const requirements = {
  target: "es2024",
  lib: ["es2024", "esnext.array", "esnext.collection", "esnext.disposable", "esnext.iterator"],
  module: "nodenext",
  moduleResolution: "nodenext",
  moduleDetection: "force",
  verbatimModuleSyntax: true,
  types: ["node"],
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  jsx: "react-jsx",
  allowJs: true,
  skipLibCheck: true,
  noEmit: true,
} as const;

/** Not strict unless the user's tsconfig is: cells are written to look at data, and its shape is often unknown. */
const defaults = { strict: false, strictBindCallApply: true } as const;

/** What of a user's tsconfig counts: how strictly code is looked at. All are booleans. */
const checkingOptions = [
  "strict",
  "alwaysStrict",
  "exactOptionalPropertyTypes",
  "noFallthroughCasesInSwitch",
  "noImplicitAny",
  "noImplicitOverride",
  "noImplicitReturns",
  "noImplicitThis",
  "noPropertyAccessFromIndexSignature",
  "noUncheckedIndexedAccess",
  "noUnusedLocals",
  "noUnusedParameters",
  "strictBindCallApply",
  "strictBuiltinIteratorReturn",
  "strictFunctionTypes",
  "strictNullChecks",
  "strictPropertyInitialization",
  "useUnknownInCatchVariables",
  "allowUnreachableCode",
  "allowUnusedLabels",
  "erasableSyntaxOnly",
] as const;

/** How strictly the user wants code to be looked at. */
export type CheckingOptions = Readonly<Partial<Record<(typeof checkingOptions)[number], boolean>>>;

/** The compiler's options for a notebook or its export. */
export function notebookCompilerOptions(
  checking: CheckingOptions = {},
): typeof requirements & CheckingOptions {
  return { ...defaults, ...checking, ...requirements };
}

/** Reads a file; undefined for what is none. */
type ReadFile = (path: string) => string | undefined;

/** What the nearest tsconfig.json says that stands beside or above the notebook and is meant for files beside it. */
export function checkingOptionsFor(notebookPath: string, readFile: ReadFile): CheckingOptions {
  const folder = dirname(notebookPath);
  for (let above = folder; ; above = dirname(above)) {
    const path = join(above, "tsconfig.json");
    if (readFile(path) !== undefined) return read(path, folder, readFile);
    const isProject = [".git/HEAD", "package.json"].some((name) => readFile(join(above, name)) !== undefined);
    if (isProject || dirname(above) === above) return {};
  }
}

function read(path: string, folder: string, readFile: ReadFile): CheckingOptions {
  const { config } = ts.readConfigFile(path, readFile) as { config?: unknown };
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    readDirectory: () => [],
    fileExists: (name) => readFile(name) !== undefined,
    readFile,
  };
  const parsed = ts.parseJsonConfigFileContent(config ?? {}, host, dirname(path), undefined, path);
  const { options } = parsed;
  const isMeant = Object.entries(parsed.wildcardDirectories ?? {}).some(([directory, flags]) =>
    flags === ts.WatchDirectoryFlags.Recursive
      ? `${folder}/`.startsWith(`${directory}/`)
      : folder === directory,
  );
  if (!isMeant) return {};
  return Object.fromEntries(
    checkingOptions.flatMap((name) => (typeof options[name] === "boolean" ? [[name, options[name]]] : [])),
  );
}
