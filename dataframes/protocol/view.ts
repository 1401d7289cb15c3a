/** What one looks at of a dataframe: which rows, in which order. Columns are named by their position, as names may repeat. */
import * as z from "zod";

/** Position of a column, from 0. */
export const ColumnSchema = z.number().int().nonnegative();

/**
 * A condition on one column. Values are text: integers and decimals in full (`-12.50`), days as `2022-02-05`, instants in
 * ISO 8601 with as many digits as they have (`2022-02-05T10:00:00.000001Z`; without zone where the column has none),
 * booleans as `true` and `false`.
 */
const FilterSchema = z.discriminatedUnion("kind", [
  /** Between two ends, both included; for numbers, days and instants. Missing values and NaN are not between. */
  z.object({
    kind: z.literal("range"),
    column: ColumnSchema,
    from: z.string().optional(),
    to: z.string().optional(),
  }),
  /** One of these values (none of these with `not`); null stands for missing values. */
  z.object({
    kind: z.literal("among"),
    column: ColumnSchema,
    values: z.array(z.string().nullable()).readonly(),
    not: z.boolean().default(false),
  }),
  /** The value as text has this in it, upper and lower case being the same. */
  z.object({ kind: z.literal("contains"), column: ColumnSchema, text: z.string() }),
  /** Only the missing values, or only the others. */
  z.object({ kind: z.literal("missing"), column: ColumnSchema, missing: z.boolean() }),
]);
export type Filter = z.infer<typeof FilterSchema>;

/** NaN and then missing values come last in either direction; equal rows keep the frame's order. */
const SortKeySchema = z.object({ column: ColumnSchema, descending: z.boolean() });
export type SortKey = z.infer<typeof SortKeySchema>;

export const ViewSchema = z.object({
  /** The first key counts most. */
  sort: z.array(SortKeySchema).readonly(),
  /** All of them must hold. */
  filters: z.array(FilterSchema).readonly(),
  /** Some column's value as text has this in it, upper and lower case being the same; "" asks for nothing. */
  search: z.string(),
});
export type View = z.infer<typeof ViewSchema>;

/** All rows as they come. */
export const wholeFrame: View = { sort: [], filters: [], search: "" };
