/** What whoever starts a run tells it by environment variables, whatever its parameters are. */

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the result goes: a file, a pipe, or `-` for standard output. */
export const resultVariable = "PIPENB_RESULT";

/** Where the report goes: a file. */
export const reportVariable = "PIPENB_REPORT";

/** How often a run that a worker of Prefect has started is tried again; `pipenb deploy` says it. */
export const prefectRetriesVariable = "PIPENB_PREFECT_RETRIES";

/** The image's digest, which a container cannot find out by itself. */
const digestVariable = "PIPENB_IMAGE_DIGEST";

/** An empty variable counts as one that is not given. */
export function given(env: Environment, name: string): string | undefined {
  const text = env[name];
  return text === "" ? undefined : text;
}

/** What the run stands on. */
export function imageOf(env: Environment, code: string | null): string | null {
  return given(env, digestVariable) ?? code;
}

/** Variables of the engines that count tries, with the number of the first. */
const attemptVariables: readonly (readonly [name: string, first: number])[] = [
  ["PIPENB_ATTEMPT", 1],
  ["AWS_BATCH_JOB_ATTEMPT", 1],
  ["CLOUD_RUN_TASK_ATTEMPT", 0],
  ["SLURM_RESTART_COUNT", 0],
];

/** Which try of the same run this is, from 1. */
export function attemptOf(env: Environment): number {
  const sum = sumOf(given(env, "PIPENB_ATTEMPT"), given(env, "JOB_COMPLETION_INDEX"));
  if (sum !== undefined) return sum;
  for (const [name, first] of attemptVariables) {
    const text = given(env, name);
    if (text !== undefined && /^\d{1,6}$/.test(text)) return Math.max(1, Number(text) - first + 1);
  }
  return 1;
}

/**
 * `1,1,3+2+`: numbers of first tries, of which the index takes one, and what Kubernetes has counted since then, which has nothing but
 * texts to make a variable of.
 */
function sumOf(text: string | undefined, index: string | undefined): number | undefined {
  const [, firsts = "", since = ""] = /^(\d{1,6}(?:,\d{1,6})*)((?:\+\d{0,6})+)$/.exec(text ?? "") ?? [];
  const numbers = firsts.split(",").map(Number);
  const first = numbers.length === 1 ? numbers[0] : numbers[Number(index)];
  if (firsts === "" || first === undefined) return undefined;
  return since.split("+").reduce((sum, each) => sum + Number(each), first);
}
