/** A schedule as pipenb writes it down for itself: in labels, annotations and comments. */
import * as z from "zod";
import { scheduleUnits } from "./due-unit.ts";

export const ScheduleSchema = z.object({
  cron: z.string(),
  timezone: z.string(),
  unit: z.enum(scheduleUnits),
  start: z.string().optional(),
});
