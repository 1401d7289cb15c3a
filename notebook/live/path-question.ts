/** Whether a string of the code is the path of a file or folder. */
import { enclosing } from "./enclosing.ts";
import type { Literal } from "./literal-at.ts";
import type { Tokens } from "./tokens.ts";

/** The folder whose entries are asked for, and where the name of the entry starts. */
export interface PathPlace {
  /** As it is written, with its last slash; "" for the working directory. */
  readonly folder: string;
  readonly nameFrom: number;
}

const fileFunctions: ReadonlySet<string> = new Set([
  ...[
    "readCSV",
    "scanCSV",
    "readJSON",
    "scanJson",
    "readParquet",
    "scanParquet",
    "readIPC",
    "scanIPC",
    "readAvro",
  ],
  ...[
    "writeCSV",
    "writeJSON",
    "writeParquet",
    "writeIPC",
    "writeAvro",
    "sinkCSV",
    "sinkParquet",
    "toCSV",
    "toJSON",
  ],
  ...["readExcel", "toExcel", "streamCSV", "load", "loadCSV", "loadJSON", "loadArrow", "loadFixed"],
  ...[
    "readFile",
    "readFileSync",
    "writeFile",
    "writeFileSync",
    "appendFile",
    "appendFileSync",
    "open",
    "openSync",
  ],
  ...[
    "createReadStream",
    "createWriteStream",
    "opendir",
    "readdir",
    "readdirSync",
    "exists",
    "existsSync",
    "stat",
  ],
  ...[
    "statSync",
    "lstat",
    "access",
    "accessSync",
    "copyFile",
    "copyFileSync",
    "cp",
    "cpSync",
    "rename",
    "rm",
  ],
  ...["rmSync", "unlink", "unlinkSync", "mkdir", "mkdirSync", "watch", "realpath", "glob", "createFrom"],
]);

/** Undefined where it is none. What stands before a substitution is not known, so nothing is told behind one. */
export function pathAt(tokens: Tokens, literal: Literal): PathPlace | undefined {
  const { typed, range, isContinued } = literal;
  if (isContinued || /[\n"'`*?]/.test(typed) || /^[a-z][a-z\d+.-]+:/i.test(typed)) return undefined;
  if (!looksLikePath(typed) && !takesPath(tokens, literal.first)) return undefined;
  if (isModuleName(tokens, literal.first)) return undefined;
  const folder = typed.slice(0, typed.lastIndexOf("/") + 1);
  return { folder, nameFrom: range.from + folder.length };
}

function looksLikePath(typed: string): boolean {
  return /^(?:\.{0,2}\/|[\w.-]+\/)/.test(typed) && !/\s\/|\/\s/.test(typed);
}

/** The argument of a function that reads or writes a file, or the value of a variable that is declared as one. */
function takesPath(tokens: Tokens, first: number): boolean {
  const { all } = tokens;
  const [around] = enclosing(tokens, first);
  const called = around?.kind === "call" ? around.of : undefined;
  if (called !== undefined && around?.argument === 0)
    return fileFunctions.has(called.members.at(-1) ?? called.root ?? "");
  return all[first - 1]?.text === "=" && all[first - 2]?.text === "Path" && all[first - 3]?.text === ":";
}

/** Whether a string names a module, of which the language service knows more. */
export function isModuleName({ all }: Tokens, first: number): boolean {
  const before = all[first - 1]?.text ?? "";
  return (
    /^(?:from|import)$/.test(before) ||
    (before === "(" && /^(?:import|require|resolve)$/.test(all[first - 2]?.text ?? ""))
  );
}
