/** Name of the global that rewritten code calls: the supervisor writes it into cells, the runtime provides it. */
export const helperName = "__pipenb";
