/** How much a chart shows at most; said apart from its schema, as pages do without that. */

/** Colours that can be told apart. Engines send those of the most frequent values, and one more, which tells that there are more. */
export const mostColors = 8;
