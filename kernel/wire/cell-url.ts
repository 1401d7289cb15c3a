/** The name V8 knows a cell's code by, one for every execution: it stands in raw stacks and is mapped to the notebook. */
export const cellUrlPrefix = "pipenb-cell:";

/** What a cell names as its source map; the supervisor gives a debugger the map itself in place of it. */
export const cellMapPrefix = "pipenb-map:";

/** The source URL of an execution. */
export const cellUrl = (execution: number): string => `${cellUrlPrefix}${execution}`;
