/**
 * TypeScript to JavaScript by the cheapest way that can: blanking out types (positions kept), then Node's transform (enums,
 * namespaces, parameter properties), then the compiler (decorators), which is loaded only when it is needed.
 */
import { stripTypeScriptTypes } from "node:module";
import { CompileError } from "./compile-error.ts";

/** JavaScript, and the source map back to the cell where positions were not kept. */
export interface Stripped {
  readonly code: string;
  readonly map: string | undefined;
}

const mapComment = /\n\/\/# sourceMappingURL=data:application\/json;(?:[^,]*;)?base64,([\w+/=]+)\s*$/;

const sourceUrl = "cell.ts";

/** Node's stripping, without the source URL it adds. */
function stripTypes(text: string, mode: "strip" | "transform"): string {
  const code = stripTypeScriptTypes(text, { mode, sourceMap: mode === "transform", sourceUrl });
  return code.replace(/\n*\/\/# sourceURL=cell\.ts\s*$/, "");
}

/** Throws {@link CompileError}. Decorators are left as they are: see {@link stripWithCompiler}. */
export function strip(text: string): Stripped {
  try {
    return { code: stripTypes(text, "strip"), map: undefined };
  } catch (error) {
    if (!isUnsupported(error)) throw toCompileError(error);
  }
  return transform(text);
}

/** The way that can do everything, and is slow. */
export async function stripWithCompiler(text: string): Promise<Stripped> {
  const { transpileWithTypeScript } = await import("../notebook/transpile/transpile.ts");
  return splitMap(transpileWithTypeScript(text));
}

function transform(text: string): Stripped {
  try {
    return splitMap(stripTypes(text, "transform"));
  } catch (error) {
    throw toCompileError(error);
  }
}

/** The code and its map, of a text that holds both. */
export function splitMap(output: string): Stripped {
  const found = mapComment.exec(output);
  if (found === null) return { code: output, map: undefined };
  return { code: output.slice(0, found.index), map: Buffer.from(found[1] ?? "", "base64").toString() };
}

function isUnsupported(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX";
}

/** Node puts the place into the stack only: `name:line`, a snippet, and a line with a caret under the column. */
function toCompileError(error: unknown): CompileError {
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const lines = stack.split("\n");
  const line = Number(/:(\d+)$/.exec(lines[0] ?? "")?.[1] ?? 1);
  const caret = lines.find((each) => /^\s*\^/.test(each))?.indexOf("^") ?? 0;
  return new CompileError(message, line, caret + 1, { cause: error });
}
