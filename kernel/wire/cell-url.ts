/** The name V8 knows a cell's code by, one for every execution: it stands in raw stacks and is mapped to the notebook. */
export const cellUrlPrefix = "pipenb-cell:";

/** The source URL of an execution. */
export const cellUrl = (execution: number): string => `${cellUrlPrefix}${execution}`;
