/** What runs in containers have in common, on one engine or on a swarm of them. */
import { posix } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Mount } from "../containers/engine/engine.ts";
import { EngineError, type EngineErrorCode } from "../containers/engine/engine-error.ts";
import { containerSecrets } from "../pipeline/result/secret-folders.ts";
import type { Run } from "./run-engine.ts";

/** Tells what is of a journal from what is of others. */
export const journalLabel = "io.pipenb.backfill";
export const unitLabel = "io.pipenb.backfill.unit";
export const attemptLabel = "io.pipenb.backfill.attempt";

/** By which a run is found again. */
export function runLabels(journalId: string, { unit, attempt }: Run): Readonly<Record<string, string>> {
  return { [journalLabel]: journalId, [unitLabel]: unit, [attemptLabel]: String(attempt) };
}

/** Asks a run for its result, as the last line of its standard output: so every engine brings it. */
export const resultWanted = { PIPENB_RESULT: "-" };

/** What a run is told: "sha256:…" of its image, and how often it was tried. */
export function runEnvironment(image: string, { attempt }: Run): Readonly<Record<string, string>> {
  return { PIPENB_ATTEMPT: String(attempt), PIPENB_IMAGE_DIGEST: image, ...resultWanted };
}

/** What Docker grants; a pipeline ends within 8. */
export const graceSeconds = 10;

/** An engine that cannot be asked is asked again after so long, then after twice that, up to the longest. */
export const firstAwayMilliseconds = 500;
export const longestAwayMilliseconds = 15_000;

const awayCodes: readonly EngineErrorCode[] = ["unreachable", "no-answer", "hung-up", "ssh"];

/** An engine that is being started again, or a network that is down. */
export const isAway = (error: unknown): error is EngineError =>
  error instanceof EngineError && awayCodes.includes(error.code);

/** For so long what has ended is not left behind. */
const longestPatience = 60_000;

/** Asks again while the engine is away; for a minute, and then rejects as it last did. */
export async function whileAway<Answer>(
  ask: () => Promise<Answer>,
  isEngineAway: (error: unknown) => boolean = isAway,
): Promise<Answer> {
  for (let look = firstAwayMilliseconds, waited = 0; ; look = Math.min(longestAwayMilliseconds, look * 2)) {
    try {
      return await ask();
    } catch (error) {
      if (!isEngineAway(error) || waited >= longestPatience) throw error;
    }
    await pause(look);
    waited += look;
  }
}

/** Whether it is a file among the secrets of a container. */
export const isSecret = ({ target }: Pick<Mount, "target">): boolean =>
  posix.dirname(target) === containerSecrets;
