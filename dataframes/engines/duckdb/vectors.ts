/** DuckDB's vectors as bytes: read where a result has them, and copied to where a statement wants them. */
import { createRequire } from "node:module";
import { aCount, hasMethods } from "../../values/duck-typing.ts";
import type { Layout } from "./vector-layout.ts";

/** Of the functions that @duckdb/node-api itself is made of. */
const names = [
  "data_chunk_get_vector",
  "data_chunk_set_size",
  "vector_get_data",
  "vector_get_validity",
  "vector_ensure_validity_writable",
  "copy_data_to_vector",
  "copy_data_to_vector_validity",
  "list_vector_get_child",
  "list_vector_get_size",
  "list_vector_reserve",
  "list_vector_set_size",
  "struct_vector_get_child",
  "array_vector_get_child",
] as const;

type Bindings = Record<(typeof names)[number], (...given: readonly unknown[]) => unknown>;

/** Texts and the like are where their vector says, so that this holds as long as the chunk it was read of is kept. */
export interface VectorMemory {
  readonly layout: Layout;
  readonly length: number;
  readonly data: Uint8Array | undefined;
  /** A bit for each value, set where there is one; absent where there is one everywhere. */
  readonly validity: Uint8Array | undefined;
  readonly inside: readonly VectorMemory[];
}

/** The functions that the copy of @duckdb/node-api at this path is made of; undefined where it hides them. */
export function vectorsOf(path: string): Vectors | undefined {
  try {
    const bindings: unknown = createRequire(path)("@duckdb/node-bindings");
    return typeof bindings === "object" && bindings !== null && hasMethods(bindings, ...names)
      ? new Vectors(bindings)
      : undefined;
  } catch {
    // A version that is made of something else.
    return undefined;
  }
}

export class Vectors {
  readonly #bindings: Bindings;

  constructor(bindings: Bindings) {
    this.#bindings = bindings;
  }

  /** @param chunk as the bindings know it */
  read(chunk: unknown, column: number, layout: Layout, rows: number): VectorMemory {
    return this.#read(this.#bindings.data_chunk_get_vector(chunk, column), layout, rows);
  }

  resize(chunk: unknown, rows: number): void {
    this.#bindings.data_chunk_set_size(chunk, rows);
  }

  write(chunk: unknown, column: number, memory: VectorMemory): void {
    this.#write(this.#bindings.data_chunk_get_vector(chunk, column), memory);
  }

  #read(vector: unknown, layout: Layout, length: number): VectorMemory {
    const { vector_get_data: getData, vector_get_validity: getValidity } = this.#bindings;
    const data = layout.bytes > 0 && length > 0 ? getData(vector, length * layout.bytes) : undefined;
    const validity = length > 0 ? getValidity(vector, validityBytes(length)) : undefined;
    return {
      layout,
      length,
      data: data instanceof Uint8Array ? data : undefined,
      validity: validity instanceof Uint8Array ? validity : undefined,
      inside: this.#inside(vector, layout).map(([inner, of]) =>
        this.#read(inner, of, this.#lengthInside(vector, layout, length)),
      ),
    };
  }

  #write(vector: unknown, { layout, data, validity, inside }: VectorMemory): void {
    const bindings = this.#bindings;
    if (data !== undefined)
      bindings.copy_data_to_vector(vector, 0, data.buffer, data.byteOffset, data.byteLength);
    if (validity !== undefined) {
      bindings.vector_ensure_validity_writable(vector);
      bindings.copy_data_to_vector_validity(
        vector,
        0,
        validity.buffer,
        validity.byteOffset,
        validity.byteLength,
      );
    }
    if (inside.length === 0) return;
    if (layout.kind === "list") {
      const items = inside[0]?.length ?? 0;
      bindings.list_vector_reserve(vector, items);
      bindings.list_vector_set_size(vector, items);
    }
    for (const [place, [inner]] of this.#inside(vector, layout).entries()) {
      const memory = inside[place];
      if (memory !== undefined) this.#write(inner, memory);
    }
  }

  #inside(vector: unknown, layout: Layout): readonly (readonly [vector: unknown, of: Layout])[] {
    switch (layout.kind) {
      case "flat":
        return [];
      case "list":
        return [[this.#bindings.list_vector_get_child(vector), layout.of]];
      case "array":
        return [[this.#bindings.array_vector_get_child(vector), layout.of]];
      case "struct":
        return layout.of.map((of, place) => [this.#bindings.struct_vector_get_child(vector, place), of]);
    }
  }

  #lengthInside(vector: unknown, layout: Layout, length: number): number {
    if (layout.kind === "list") return aCount(this.#bindings.list_vector_get_size(vector));
    return layout.kind === "array" ? length * layout.size : length;
  }
}

/** Frees at once what reading took: the memory of many vectors would pile up until garbage is collected. */
export function letGo({ data, validity, inside }: VectorMemory): void {
  for (const bytes of [data, validity])
    if (bytes?.buffer instanceof ArrayBuffer && bytes.buffer.byteLength === bytes.byteLength)
      bytes.buffer.transfer(0);
  for (const each of inside) letGo(each);
}

/** Whole words of 64 bits. */
function validityBytes(length: number): number {
  return Math.ceil(length / 64) * 8;
}
