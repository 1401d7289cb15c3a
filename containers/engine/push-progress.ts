/** Reads the words of a running push: how far each layer is, and the digest the registry gave. */
import type { PushEvent } from "./engine.ts";
import type { Progress } from "./json-lines.ts";

type LayerState = Extract<PushEvent, { type: "layer" }>["state"];

/** The engine's words for where a layer is. */
const states: readonly (readonly [RegExp, LayerState])[] = [
  [/^(Preparing|Waiting)/, "waiting"],
  [/^(Layer already exists|Mounted from)/, "present"],
  [/^Pushed/, "pushed"],
  [/^(Pushing|Retrying)/, "pushing"],
];

interface Layer {
  state: LayerState;
  /** Bytes. */
  sent: number;
  size: number;
}

/** Follows one push. Feed it every message; `failure` holds the engine's words once it reported one. */
export class PushProgress {
  digest: string | undefined;
  failure: string | undefined;
  readonly #onEvent: (event: PushEvent) => void;
  readonly #layers = new Map<string, Layer>();

  constructor(onEvent: (event: PushEvent) => void) {
    this.#onEvent = onEvent;
  }

  read({ id, status = "", progressDetail, aux, error, errorDetail }: Progress): void {
    this.failure = errorDetail?.message ?? error ?? this.failure;
    this.digest = aux?.Digest ?? this.digest ?? /digest: (sha256:[0-9a-f]{64})/.exec(status)?.[1];
    const state = states.find(([pattern]) => pattern.test(status))?.[1];
    if (id !== undefined && state !== undefined) this.#layer(id, state, progressDetail);
    else if (status !== "") this.#onEvent({ type: "output", text: status });
  }

  #layer(id: string, state: LayerState, detail: Progress["progressDetail"]): void {
    const before = this.#layers.get(id) ?? { state, sent: 0, size: 0 };
    // What the engine sends may become a little more than it had guessed.
    const size = Math.max(detail?.total ?? 0, before.size, detail?.current ?? 0);
    const isDone = state === "pushed" || state === "present";
    this.#layers.set(id, { state, size, sent: isDone ? size : (detail?.current ?? before.sent) });
    this.#onEvent({ type: "layer", layer: id, state, done: this.#done() });
  }

  /** By bytes where the sizes are known; a layer of unknown size counts as a small one. */
  #done(): number {
    let sent = 0;
    let size = 0;
    for (const layer of this.#layers.values()) {
      const weight = Math.max(layer.size, 1);
      const isDone = layer.state === "pushed" || layer.state === "present";
      size += weight;
      sent += isDone ? weight : layer.sent;
    }
    return size === 0 ? 0 : sent / size;
  }
}
