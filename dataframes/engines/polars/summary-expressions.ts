/** The expressions of summaries. The library takes a quarter of a millisecond to make one, so that each is made once for all columns. */
import { Type } from "@uwdata/flechette";
import { exactRows, sampleRows } from "../sample-rows.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Expr, Polars, PolarsSeries } from "./polars-types.ts";

export class SummaryWords {
  /** The only column of a frame. */
  readonly v: Expr;
  readonly #pl: Polars;
  readonly #figures = new Map<string, readonly Expr[]>();
  readonly #parts = new Map<string, Expr>();
  readonly #samples = new Map<number, PolarsSeries>();

  /** Where there is a value. */
  readonly known: Expr;
  /** The second column of a frame. */
  readonly counted: Expr;
  /** Rows of a group. */
  readonly rows: Expr;
  /** Different values. */
  readonly different: Expr;

  constructor(pl: Polars) {
    this.#pl = pl;
    this.v = pl.nth(0);
    this.known = this.v.isNotNull();
    this.counted = pl.nth(1);
    this.rows = pl.len().alias("count");
    this.different = this.v.nUnique().alias("different");
  }

  /** What one pass over the column tells. */
  figures(column: PolarsColumn): readonly Expr[] {
    const { type, role } = column;
    const isFloat = type.typeId === Type.Float;
    return kept(this.#figures, `${isFloat} ${role}`, () => {
      const { v } = this;
      const present = isFloat ? this.present(column) : v;
      const number = present.cast(this.#pl.Float64);
      return [
        v.nullCount().alias("nulls"),
        ...(isFloat ? [v.isNan().sum().alias("nans")] : []),
        ...(role === "bytes" ? [v.dropNulls().nUnique().alias("distinct")] : []),
        ...(role === "number" || role === "time"
          ? [present.min().alias("min"), present.max().alias("max")]
          : []),
        ...(role === "number" ? [number.mean().alias("mean"), number.std().alias("std")] : []),
      ];
    });
  }

  /** The values in their order, of many rows those of a sample. */
  sortedPart({ type }: PolarsColumn, count: number): Expr {
    const isFloat = type.typeId === Type.Float;
    return kept(this.#parts, `sorted ${isFloat} ${count}`, () => {
      const part = this.part(count).dropNulls();
      return (isFloat ? part.dropNans() : part).sort().alias("v");
    });
  }

  /** Neither missing nor NaN. */
  present({ type }: PolarsColumn): Expr {
    return type.typeId === Type.Float ? this.v.dropNulls().dropNans() : this.v.dropNulls();
  }

  /** The column as `v`, whose values can be told from one another. */
  text({ categories }: PolarsColumn): Expr {
    return categories ? this.v.cast(this.#pl.String).alias("v") : this.v.alias("v");
  }

  /** The hashes of values, and which of them are small: one of `share`. */
  get hashes(): { readonly hashed: Expr; readonly small: Expr; readonly share: number } {
    const share = 8;
    const most = this.#pl.lit(String(2n ** 64n / BigInt(share))).cast(this.#pl.UInt64);
    return { hashed: this.v.hash(1, 2, 3, 4), small: this.v.ltEq(most), share };
  }

  /** All values, of many rows a sample. */
  part(count: number): Expr {
    return kept(this.#parts, `${count}`, () =>
      count <= exactRows ? this.v : this.v.gather(this.#sample(count)),
    );
  }

  #sample(count: number): PolarsSeries {
    return kept(this.#samples, count, () => this.#pl.Series("", sampleRows(count), this.#pl.UInt32));
  }
}

function kept<Key, Value>(values: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make();
  values.set(key, made);
  return made;
}
