/** A flow run of Prefect, which its container takes up and reports. */
import { setTimeout as pause } from "node:timers/promises";
import type { RunResult } from "../../result/run-result.ts";
import { aliveLabel, outputsText, type BegunFlowRun, type PrefectState } from "./flow-run-words.ts";
import { askPrefect, type PrefectServer } from "./prefect-server.ts";

/** How often a server is asked that is away: about six minutes, in which it may be started again. */
const patientTries = 40;

/** What is read of it. */
interface FlowRunSeen extends Pick<BegunFlowRun, "parameters"> {
  readonly expected_start_time: string;
  readonly run_count: number;
  readonly state: { readonly type: string; readonly name: string } | null;
}

interface Orchestrated {
  readonly status: "ACCEPT" | "REJECT" | "ABORT" | "WAIT";
  readonly details?: { readonly delay_seconds?: number; readonly reason?: string | null };
}

export interface LogLine {
  readonly message: string;
  readonly timestamp: string;
}

export class FlowRun {
  readonly #server: PrefectServer;
  readonly #id: string;

  constructor(server: PrefectServer, id: string) {
    this.#server = server;
    this.#id = id;
  }

  /**
   * Takes the run up; gives a sentence where it is not this container's to do. Prefect itself would let a second container in. Rejects
   * where the server cannot be asked.
   */
  async begin(): Promise<BegunFlowRun | string> {
    const { state } = await this.#read(patientTries);
    if (state?.type !== "PENDING" && state?.type !== "SCHEDULED")
      return `This flow run is ${state?.name ?? "without a state"} already: nothing was run.`;
    for (;;) {
      const answer = await this.#setState({ type: "RUNNING", name: "Running" }, patientTries);
      if (answer.status === "ACCEPT") break;
      // A worker starts containers before they are due.
      if (answer.status === "WAIT") await pause(1000 * (answer.details?.delay_seconds ?? 1));
      else
        return `Prefect does not want this run: ${answer.details?.reason ?? answer.status}. Nothing was run.`;
    }
    const { parameters, expected_start_time: due, run_count: attempt } = await this.#read(patientTries);
    return { parameters, due, attempt };
  }

  /** Whether somebody has cancelled it; undefined where the server cannot be asked now. */
  async isCancelled(tries = 1): Promise<boolean | undefined> {
    const seen = await this.#read(tries).catch(() => undefined);
    return seen === undefined ? undefined : ["CANCELLING", "CANCELLED"].includes(seen.state?.type ?? "");
  }

  /** Says that the container is there. */
  async tellAlive(): Promise<void> {
    await this.#ask("PATCH", "/labels", { [aliveLabel]: Date.now() }, 1);
  }

  /** At most 200 lines at once. */
  async log(lines: readonly LogLine[]): Promise<void> {
    const logs = lines.map((line) => ({ ...line, name: "pipenb", level: 20, flow_run_id: this.#id }));
    await askPrefect(this.#server, "POST /logs/", { body: logs, tries: 1 });
  }

  /** What it has written, where a person looks for it. */
  async showOutputs(key: string, result: RunResult): Promise<void> {
    const artifact = { key, type: "markdown", data: outputsText(result), flow_run_id: this.#id };
    await askPrefect(this.#server, "POST /artifacts/", { body: artifact, tries: 3 });
  }

  /** Retries that are set in Prefect do not apply: the contract says what is tried again. */
  async end(state: PrefectState, isHurried: boolean): Promise<void> {
    await this.#setState(state, isHurried ? 2 : patientTries, true);
  }

  async #setState(state: object, tries: number, force = false): Promise<Orchestrated> {
    // SAFETY: Prefect's own schema of this answer.
    return (await this.#ask("POST", "/set_state", { state, force }, tries)) as Orchestrated;
  }

  async #read(tries: number): Promise<FlowRunSeen> {
    // SAFETY: Prefect's own schema of this answer.
    return (await askPrefect(this.#server, `GET /flow_runs/${this.#id}`, { tries })) as FlowRunSeen;
  }

  #ask(method: "POST" | "PATCH", path: string, body: object, tries: number): Promise<unknown> {
    return askPrefect(this.#server, `${method} /flow_runs/${this.#id}${path}`, { body, tries });
  }
}
