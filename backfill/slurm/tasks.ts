/** From what `squeue` prints to the tasks of array jobs. Pure. */

/** One index of an array job, as Slurm sees it. */
export interface Task {
  /** Of the whole array. */
  readonly job: string;
  /** Among all units, from 0. */
  readonly index: number;
  /** Slurm's own words: PENDING, RUNNING, COMPLETED, … */
  readonly state: string;
  /** Why it waits, or has failed; "None" without a reason. */
  readonly reason: string;
}

/** What `parseTasks` reads, for `squeue --format`: job, index, state, name, folder, reason. */
export const taskFormat = "%F|%K|%T|%j|%Z|%r";

/** The n-th array of a batch: Slurm takes so many indexes in one only. */
export const arrayName = (batch: string, piece: number): string =>
  piece === 0 ? batch : `${batch}-${piece}`;

export interface ArrayPlace {
  /** The batch's name. */
  readonly name: string;
  /** Where its arrays were submitted: two journals may have equal batches. */
  readonly folder: string;
  /** How many indexes an array has, the last one aside. */
  readonly size: number;
}

/** Lines that are of other jobs are passed over. */
export function parseTasks(text: string, { name, folder, size }: ArrayPlace): readonly Task[] {
  return text.split("\n").flatMap((line) => {
    const [job = "", task = "", state = "", jobName = "", place, ...reason] = line.split("|");
    const piece = jobName === name ? 0 : Number(jobName.slice(name.length + 1));
    const isOurs = place === folder && jobName === arrayName(name, piece) && /^\d+$/.test(task);
    return isOurs ? [{ job, index: piece * size + Number(task), state, reason: reason.join("|") }] : [];
  });
}

/** States behind which nothing follows; any other is of a task that runs or may. */
const lastStates = new Set([
  "BOOT_FAIL",
  "CANCELLED",
  "COMPLETED",
  "DEADLINE",
  "FAILED",
  "LAUNCH_FAILED",
  "NODE_FAIL",
  "OUT_OF_MEMORY",
  "PREEMPTED",
  "REVOKED",
  "TIMEOUT",
]);

export const isActive = ({ state }: Task): boolean => !lastStates.has(state);

/** Waits for its turn, for the first time or again. */
export const isWaiting = ({ state }: Task): boolean => /^(PENDING|REQUEUE|SPECIAL_EXIT)/.test(state);

/** Slurm has given it up, and nobody has asked for that. */
export const hasFailed = (task: Task): boolean =>
  !isActive(task) && task.state !== "COMPLETED" && task.state !== "CANCELLED";
