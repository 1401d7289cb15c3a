import type { Counts } from "../../backfill/carry-out.ts";
import { duration } from "../../containers/figures/duration.ts";

/** How far a backfill of so many units is after so many milliseconds: `3 of 10, 1 failed, 2 min 5 s left: 2022-01-04`. */
export function progressWords(
  { done, failed, running }: Counts,
  { total, milliseconds }: { readonly total: number; readonly milliseconds: number },
): string {
  const ended = done + failed;
  const each = milliseconds / Math.max(1, ended);
  const left = ended === 0 ? "" : `, ${duration(each * (total - ended))} left`;
  return `${ended} of ${total}, ${failed} failed${left}: ${running.join(" ")}`;
}
