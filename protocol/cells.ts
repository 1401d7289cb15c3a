/** What runs and waits in a kernel, as `pipenb_cells_reply` tells it: one of the messages that Jupyter does not have. */
import * as z from "zod";

/** A cell that runs, or waits for its turn. */
const RunningCellSchema = z.object({
  /** Id of the request. */
  id: z.string(),
  /** Number of the last message before the request was read. */
  since: z.number().int().min(0),
  /** As it was sent. */
  code: z.string(),
});

/** A cell that runs, or waits for its turn. */
export type RunningCell = z.infer<typeof RunningCellSchema>;

/** Content of `pipenb_cells_reply`: in the order of their turns. */
export const CellsReplySchema = z.object({
  status: z.literal("ok"),
  cells: z.array(RunningCellSchema),
});
