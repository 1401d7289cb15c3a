/** Tells a server of OpenLineage that a run has begun, and how it has ended. Nothing here changes how the run ends, and it waits only a moment. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { About } from "../result/about.ts";
import { endEvent, startEvent } from "../lineage/run-event.ts";
import type { Beginning, LineageRun } from "../lineage/run-event.ts";
import { lineageSettings } from "../lineage/settings.ts";
import { withoutSecrets } from "../result/run-result.ts";
import type { RunResult } from "../result/run-result.ts";
import { attemptOf, given } from "../result/run-settings.ts";
import { containerSecrets, localSecrets } from "../result/secret-folders.ts";

/** In which a server has to answer, and by which a run ends later at most. */
const answerMilliseconds = 3000;
/** Whoever has asked a run to end does not wait long. */
const stoppedMilliseconds = 1000;

/** Where a run is, and what is known of its pipeline before it runs. */
export interface LineagePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The notebook's: `secrets/` in it is where secrets are that no container gets as files. */
  readonly folder: string;
  readonly pipeline: Pick<About, "name" | "version" | "unit">;
}

/** What is known when a run begins. */
type Begun = Pick<Beginning, "unit" | "parameters">;

/** Of one run. */
export class Lineage {
  readonly #post: (event: object, signal: AbortSignal) => Promise<void>;
  readonly #run: LineageRun | undefined;
  readonly #common: Pick<Beginning, "attempt" | "started">;
  #begun: Promise<void> | undefined;
  /** Why not all was told; of several reasons the first. */
  #failure: string | undefined;

  constructor({ env, folder, pipeline }: LineagePlace, started: Date) {
    this.#common = { attempt: attemptOf(env), started: started.toISOString() };
    const key = keyOf(env, folder);
    const { name, version, unit } = pipeline;
    try {
      const settings = lineageSettings(env);
      const job = { name: name ?? "pipeline", unit, folder, version: version ?? undefined };
      this.#run = { runId: timeOrderedUuid(started), settings, job };
      this.#post = (event, signal) => post(settings.address, { key, event, signal });
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
      this.#post = () => Promise.resolve();
    }
  }

  /** Tells of it while the run goes on. */
  begin(begun: Begun): void {
    this.#begun = this.#start(begun, AbortSignal.timeout(answerMilliseconds));
  }

  /** Gives a sentence where the server has not heard all. */
  async end(result: RunResult): Promise<string | undefined> {
    const isStopped = result.status === "stopped";
    const signal = AbortSignal.timeout(isStopped ? stoppedMilliseconds : answerMilliseconds);
    // Of a run that did not get so far its end is not told alone.
    await (this.#begun === undefined ? this.#start(result, signal) : earlier(this.#begun, signal));
    await this.#tell((run) => endEvent(run, result), signal);
    return this.#failure === undefined ? undefined : `The run's lineage is not recorded: ${this.#failure}`;
  }

  #start({ unit, parameters }: Begun, signal: AbortSignal): Promise<void> {
    return this.#tell((run) => startEvent(run, { ...this.#common, unit, parameters }), signal);
  }

  async #tell(eventOf: (run: LineageRun) => object, signal: AbortSignal): Promise<void> {
    if (this.#run === undefined) return;
    try {
      await this.#post(eventOf(this.#run), signal);
    } catch (error) {
      this.#failure ??= error instanceof Error ? error.message : String(error);
    }
  }
}

/** Settles with the work, or when the time is over. */
async function earlier(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const over = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => {
      resolve();
    });
  });
  await Promise.race([work, over]);
}

interface Told {
  readonly key: string | undefined;
  readonly event: object;
  readonly signal: AbortSignal;
}

/** Throws an `Error` that says why the server has not taken it. */
async function post(address: URL, { key, event, signal }: Told): Promise<void> {
  // What stands behind the path may be a key as well.
  const server = `${address.origin}${address.pathname}`;
  const response = await fetch(address, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify(withoutSecrets(event, key === undefined ? [] : [key])),
    // To another address it would go as a GET.
    redirect: "manual",
    signal,
  }).catch((error: unknown) => {
    throw new Error(signal.aborted ? `${server} did not answer in time.` : `${server}: ${reason(error)}.`);
  });
  await response.body?.cancel();
  if (response.ok) return;
  const remedy = response.status === 401 || response.status === 403 ? " Look at OPENLINEAGE_API_KEY." : "";
  throw new Error(`${server} answered ${response.status} ${response.statusText}.${remedy}`);
}

/** The connection's own words are the cause's. */
function reason(error: unknown): string {
  const { cause, message } = error instanceof Error ? error : new Error(String(error));
  return cause instanceof Error && cause.message !== "" ? cause.message : message;
}

const keySecret = "openlineage-api-key";

/** The variable, or a secret. */
function keyOf(env: LineagePlace["env"], folder: string): string | undefined {
  const text = given(env, "OPENLINEAGE_API_KEY");
  if (text !== undefined) return text;
  for (const secrets of [containerSecrets, localSecrets(env, folder)]) {
    try {
      return readFileSync(join(secrets, keySecret), "utf8").trim();
    } catch {
      // Not there.
    }
  }
  return undefined;
}

/** A UUID of version 7, which the specification asks for: those of later runs are greater. */
function timeOrderedUuid(time: Date): string {
  const random = randomBytes(10);
  random[0] = 0x70 | ((random[0] ?? 0) & 0x0f);
  random[2] = 0x80 | ((random[2] ?? 0) & 0x3f);
  const hex = time.getTime().toString(16).padStart(12, "0") + random.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
