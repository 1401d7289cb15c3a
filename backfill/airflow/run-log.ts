/** What a try has written, out of what Airflow keeps of it. Pure. */

/** What Airflow says of itself, before and after the task's own. */
const own = ["Log message source details", "Pre Execute", "Post Execute"];

/** Lines without those groups of Airflow's. */
export function runLog(lines: readonly string[]): string {
  let isOwn = false;
  const kept: string[] = [];
  for (const line of lines) {
    if (own.some((name) => line === `::group::${name}`)) isOwn = true;
    else if (isOwn && line === "::endgroup::") isOwn = false;
    else if (!isOwn) kept.push(`${line}\n`);
  }
  return kept.join("");
}
