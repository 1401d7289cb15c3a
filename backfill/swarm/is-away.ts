/** Why a swarm has not done what it was asked to. */
import { EngineError, type EngineErrorCode } from "../../containers/engine/engine-error.ts";
import { isAway as isEngineAway } from "../container-runs.ts";

/** A manager that is started again, or a swarm that chooses a leader. */
export const isAway = (error: unknown): boolean =>
  isEngineAway(error) ||
  (error instanceof EngineError &&
    /does not have a leader|deadline exceeded|unavailable/i.test(error.message));

export const isCode = (error: unknown, code: EngineErrorCode): boolean =>
  error instanceof EngineError && error.code === code;
