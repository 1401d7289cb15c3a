/** A dataframe as the one who keeps it and the one who answers for it know it. */

/** Which library answers for a dataframe, or our own columns in a thread beside the cells. */
export type DataframeLibrary = "polars" | "polars-lazy" | "duckdb" | "columns";

/** A dataframe and who answers for it. */
export interface DataframeHandle {
  readonly library: DataframeLibrary;
  readonly value: object;
}

/** Keeps a frame of so many values; gives its name, or undefined where nothing can be looked into. */
export type RegisterDataframe = (handle: DataframeHandle, values: number) => string | undefined;
