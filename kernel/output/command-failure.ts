/** What a cell reads when a command of `$` fails: the command, how it ended, and the last it said. */
import { inspect } from "node:util";
import type { Fail, ProcessOutput } from "zx/core";
import { placeKey } from "../run/error-place.ts";
import { rawStack } from "../run/raw-stack.ts";
import { cellUrlPrefix } from "../wire/cell-url.ts";

const separator = "\0";
const longestCommand = 200;
const lastLines = 10;

/** Where zx keeps its words, to be replaced. */
export interface Wording {
  readonly Fail: typeof Fail;
  readonly ProcessOutput: typeof ProcessOutput;
}

/** Runs the start of a command so that its failure, if it comes, knows the command and the place in the cell. */
export type Named = <T>(pieces: readonly string[], values: readonly unknown[], start: () => T) => T;

/** Makes the failures of this copy of zx short. `readable` tells frames in the notebook's words. */
export function wordFailures({ Fail, ProcessOutput }: Wording, readable: (stack: string) => string): Named {
  let current: string | undefined;
  Fail.getCallerLocation = () => current ?? `a command piped to${separator}${placesInCells()}`;
  ProcessOutput.getExitMessage = (code, signal, stderr, from) => {
    const ended = signal === null ? `ended with exit code ${String(code)}` : `was ended by ${signal}`;
    return [`${commandIn(from)} ${ended}`, ...ending(stderr)].join("\n");
  };
  ProcessOutput.getErrorMessage = (error, from) => {
    // Node names the shell also when it is the working directory that is missing.
    const hint = "code" in error && error.code === "ENOENT" ? " (is its working directory there?)" : "";
    return `${commandIn(from)} did not run: ${error.message}${hint}`;
  };
  const asZx: unknown = Reflect.get(ProcessOutput.prototype, inspect.custom);
  Object.defineProperty(ProcessOutput.prototype, "name", { value: "CommandFailed", configurable: true });
  Object.defineProperty(ProcessOutput.prototype, inspect.custom, {
    configurable: true,
    value: function (this: ProcessOutput): unknown {
      if (this.ok && typeof asZx === "function") return Reflect.apply(asZx, this, []);
      return [`CommandFailed: ${this.message}`, ...placesOf(this).map(readable)].join("\n");
    },
  });
  Object.defineProperty(ProcessOutput.prototype, placeKey, {
    configurable: true,
    get(this: ProcessOutput): string | undefined {
      return placesOf(this)[0];
    },
  });
  return (pieces, values, start) => {
    current = `${commandOf(pieces, values)}${separator}${placesInCells()}`;
    try {
      return start();
    } finally {
      current = undefined;
    }
  };
}

function commandOf(pieces: readonly string[], values: readonly unknown[]): string {
  const text = pieces
    .map((piece, index) => (index < values.length ? `${piece}${String(values[index]).trim()}` : piece))
    .join("")
    .trim();
  return text.length > longestCommand ? `${text.slice(0, longestCommand)}…` : text;
}

const commandIn = (from: string): string => `"${from.split(separator)[0] ?? ""}"`;

/** The frames of the present stack that lie in cells. */
function placesInCells(): string {
  const lines = rawStack().split("\n");
  return lines.filter((line) => line.includes(cellUrlPrefix)).join("\n");
}

function placesOf(output: ProcessOutput): readonly string[] {
  const held: unknown = Reflect.get(output, "_dto");
  const from: unknown = typeof held === "object" && held !== null ? Reflect.get(held, "from") : undefined;
  const places = typeof from === "string" ? from.split(separator)[1] : undefined;
  return places === undefined || places === "" ? [] : [places];
}

function ending(stderr: string): readonly string[] {
  const lines = stderr.trimEnd().split("\n");
  if (lines.length === 1 && lines[0] === "") return [];
  return lines.length > lastLines ? ["…", ...lines.slice(-lastLines)] : lines;
}
