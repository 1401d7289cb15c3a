/** A cell's TypeScript to JavaScript for V8's REPL mode. The compiler proper is never on this path unless decorators need it. */
import { objectCell, fromParentheses, inParentheses } from "../../notebook/analysis/object-cell.ts";
import { cellMapPrefix, cellUrl } from "../wire/cell-url.ts";
import { CompileError } from "../../modules/compile-error.ts";
import { checkConstants } from "./check-constants.ts";
import { originalBy } from "./position-map.ts";
import type { ToOriginal } from "./position-map.ts";
import { placeMap } from "../trace/place-map.ts";
import type { PlaceMap } from "../trace/place-map.ts";
import { rewrite } from "./rewrite.ts";
import type { Rewritten } from "./rewrite.ts";
import { strip, stripWithCompiler } from "../../modules/strip.ts";
import type { Stripped } from "../../modules/strip.ts";
import type { Span } from "../../notebook/analysis/exports.ts";

export interface Compiled {
  readonly code: string;
  /** From places in `code` to those in the cell's text. */
  readonly places: PlaceMap;
  /** To be called when the code is about to run: from then on its declarations count as made. */
  readonly declare: () => void;
}

/** How a cell is told to a debugger. */
export interface DebugOptions {
  /** Path of the cell's text. */
  readonly source: string | undefined;
  /** Stops a debugger at the cell's first statement. */
  readonly pause: boolean;
}

const undebugged: DebugOptions = { source: undefined, pause: false };

/** Compiles the cells of one session: it knows which names they have declared as constants. */
export class Compiler {
  #declared = new Set<string>();
  #constants = new Set<string>();
  /** Names that the cells' own text declares, the newest last. */
  readonly #own = new Set<string>();

  /** What the notebook's cells have declared themselves, the newest last: no imports, nothing that a compiler has added. */
  get ownNames(): readonly string[] {
    return [...this.#own];
  }

  /** Throws {@link CompileError}. */
  async compile(text: string, execution: number, debug = undebugged): Promise<Compiled> {
    const asItStands: Source = { text, code: text, original: (position) => position };
    const object = objectCell(text);
    if (object === undefined) return this.#compile(asItStands, execution, debug);
    const asObject = parenthesised(text, object);
    try {
      return await this.#compile(asObject, execution, debug);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      // A block after all; where it is neither, it was meant as an object.
      return await this.#compile(asItStands, execution, debug).catch(() => {
        const { line, column } = asObject.original(error);
        throw new CompileError(error.message, line, column, { cause: error });
      });
    }
  }

  async #compile(
    { text, code: written, original }: Source,
    execution: number,
    { source, pause }: DebugOptions,
  ): Promise<Compiled> {
    const { stripped, rewritten } = await this.#rewritten(written, pause);
    const { map } = stripped;
    const toWritten: ToOriginal = map === undefined ? (position) => position : originalBy(() => map);
    const unstripped: ToOriginal = (position) => original(toWritten(position));
    // The tree's places are those of the stripped text.
    checkConstants(rewritten, this.#constants, unstripped);
    const mapped = source === undefined ? "" : `\n//# sourceMappingURL=${cellMapPrefix}${execution}`;
    return {
      code: `${rewritten.code}${mapped}\n//# sourceURL=${cellUrl(execution)}`,
      places: placeMap(rewritten.mappings(), written === text && map === undefined ? undefined : unstripped),
      declare: () => {
        this.#remember(rewritten, text);
      },
    };
  }

  async #rewritten(text: string, pause: boolean): Promise<{ stripped: Stripped; rewritten: Rewritten }> {
    const stripped = strip(text);
    try {
      return { stripped, rewritten: rewrite(stripped.code, this.#declared, pause) };
    } catch (error) {
      // V8 knows no decorators yet, and no `accessor`.
      if (!(error instanceof CompileError) || !/@|\baccessor\b/.test(text)) throw error;
      const compiled = await stripWithCompiler(text);
      try {
        return { stripped: compiled, rewritten: rewrite(compiled.code, this.#declared, pause) };
      } catch {
        throw error; // wrong in another way, at a place of the cell's own text
      }
    }
  }

  /** The runtime is a new one: nothing is declared. */
  forget(): void {
    this.#constants = new Set();
    this.#declared = new Set();
    this.#own.clear();
  }

  #remember(rewritten: Rewritten, text: string): void {
    for (const name of [...rewritten.variables, ...rewritten.constants]) {
      this.#declared.add(name);
      this.#own.delete(name);
      // The compiler proper declares helpers beside what the cell says.
      if (!rewritten.imports.has(name) && text.includes(name)) this.#own.add(name);
    }
    for (const name of rewritten.variables) this.#constants.delete(name);
    for (const name of rewritten.constants) this.#constants.add(name);
  }
}

/** What is compiled of a cell's text. */
interface Source {
  readonly text: string;
  /** The text, or the same in parentheses. */
  readonly code: string;
  /** From a place in `code` to one in `text`. */
  readonly original: ToOriginal;
}

/** A cell that is one object literal. */
function parenthesised(text: string, object: Span): Source {
  const code = inParentheses(text, object);
  return {
    text,
    code,
    original: (position) => placeAt(text, fromParentheses(offsetOf(code, position), object)),
  };
}

type Place = ReturnType<ToOriginal>;

function offsetOf(text: string, { line, column }: Place): number {
  let start = 0;
  for (let each = 1; each < line; each += 1) {
    const end = text.indexOf("\n", start);
    if (end < 0) break;
    start = end + 1;
  }
  return Math.min(text.length, start + column - 1);
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
