/**
 * The program beside the runner that makes reports of runs, `runner.report.mjs`: in the pipeline's process it makes of values what a notebook
 * shows, and in the one that has started it the page. Loaded where a report is wanted, and never else.
 */
export { createCellsDisplay } from "./cells-display.ts";
export type { CellsDisplay } from "./cells-display.ts";
export { EventRecorder } from "./event-recorder.ts";
