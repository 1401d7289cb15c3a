/** What the cells' values tell a client beside their types: columns, tables, a value in short. Runs no code of the cells. */
import type { Knowledge, KnowledgeRequest, KnownTable } from "../../protocol/knowledge.ts";
import { Catalogue } from "../../dataframes/engines/duckdb/catalogue.ts";
import { columnsOf, describeValue } from "../output/describe-value.ts";
import type { Evaluator } from "./evaluator.ts";
import { lookTime } from "./look-time.ts";

/** Of the newest cells. */
const mostNames = 200;
const mostColumns = 2_000;

export class KnowledgeOfValues {
  readonly #evaluator: Evaluator;
  /** Names that cells have declared, the newest last. */
  readonly #names: () => readonly string[];
  readonly #catalogue = new Catalogue();

  constructor(evaluator: Evaluator, names: () => readonly string[]) {
    this.#evaluator = evaluator;
    this.#names = names;
  }

  /** Never rejects. */
  async tell(request: KnowledgeRequest): Promise<Partial<Knowledge>> {
    switch (request.about) {
      case "columns":
        return { tables: this.#columns(request.frames, request.orAny) };
      case "tables": {
        const values = this.#values();
        const tables = await this.#catalogue.tables(values.map(([, value]) => value));
        return { tables: [...tables, ...framesAmong(values)] };
      }
      case "value": {
        const found = this.#evaluator.peek(request.expression);
        return found === undefined ? {} : { value: describeValue(found.value) };
      }
      case "files":
        return {};
    }
  }

  #columns(frames: readonly string[], orAny: boolean): KnownTable[] {
    for (const name of frames) {
      const columns = columnsOf(this.#evaluator.peek(name)?.value);
      if (columns !== undefined) return [{ kind: "frame", name, columns: columns.slice(0, mostColumns) }];
    }
    return orAny ? framesAmong(this.#values()) : [];
  }

  /** The newest first. */
  #values(): readonly (readonly [name: string, value: unknown])[] {
    return this.#names()
      .slice(-mostNames)
      .toReversed()
      .flatMap((name) => {
        const found = this.#evaluator.peek(name);
        return found === undefined ? [] : [[name, found.value] as const];
      });
  }
}

function framesAmong(values: readonly (readonly [name: string, value: unknown])[]): KnownTable[] {
  const hasTime = lookTime();
  const frames: KnownTable[] = [];
  let told = 0;
  for (const [name, value] of values) {
    // What takes longer is left out.
    if (!hasTime() || told > mostColumns) break;
    const columns = columnsOf(value);
    if (columns === undefined) continue;
    told += columns.length;
    frames.push({ kind: "frame", name, columns: columns.slice(0, mostColumns) });
  }
  return frames;
}
