/** How much a summary tells at most; said apart from its schema, as pages do without that. */

/** Bins of a histogram, at most. */
export const summaryBins = 24;
/** Most frequent values told, at most. */
export const summaryTop = 8;
