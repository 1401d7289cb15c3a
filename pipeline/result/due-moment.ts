/** The moment a run of a schedule is due, as whoever starts it says it: the run itself may begin later, and be tried again the day after. */

/** Where engines say it. */
export const dueVariable = "PIPENB_DUE";

const withZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
/** Kubernetes calls a CronJob's Jobs by the minutes since 1970, which is all that a pod can know. */
const jobOfCronJob = /^[a-z0-9][a-z0-9.-]*-(\d{8})$/;
const objectName = /^[a-z0-9][a-z0-9.-]*$/;
/** What is older is a number that somebody has given a Job. */
const oldestMilliseconds = 366 * 86_400_000;
/** Clocks of two machines. */
const earlyMilliseconds = 86_400_000;

/**
 * `text` is a moment with its time zone, or "auto": then the variable's value says it, which may also be a Job's name. Now where nothing
 * does: somebody has started it by hand. Gives what is wrong as a sentence.
 */
export function momentOf(text: string, variable: string | undefined, now: Date): Date | string {
  const isAuto = text === "auto";
  const said = isAuto ? variable : text;
  if (said === undefined) return now;
  if (withZone.test(said)) {
    const moment = new Date(said);
    if (!Number.isNaN(moment.getTime())) return moment;
  } else if (isAuto && objectName.test(said)) {
    const moment = Number(jobOfCronJob.exec(said)?.[1]) * 60_000;
    const age = now.getTime() - moment;
    return age < oldestMilliseconds && age > -earlyMilliseconds ? new Date(moment) : now;
  }
  const where = isAuto ? dueVariable : "--due";
  return `${where} is "${said}", and no moment. Write one with its time zone, such as 2022-02-06T06:30:00Z${isAuto ? "" : ', or "auto"'}.`;
}
