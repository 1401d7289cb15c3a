/** How a backfill goes where nothing says otherwise. */

/** How often a unit is tried again that has failed for now. */
export const usualRetries = 2;
/** How many run at once. */
export const usualParallel = 4;
