/** A widget's state as the pages of Jupyter's clients share it: the messages of Jupyter's widgets, version 2.1. */
import { isDeepStrictEqual } from "node:util";
import { onComm, openComm } from "./comms.ts";
import type { Comm } from "./comms.ts";

type State = Readonly<Record<string, unknown>>;

/** Those that pages can show, by their ids. */
const open = new Map<string, WidgetModel>();

/** @internal */
export class WidgetModel {
  readonly #comm: Comm;
  readonly #listeners: ((changes: State) => void)[] = [];
  readonly #meant: (changes: State) => State;
  #state: State;

  /** @param meant what a page means by what it says */
  constructor(state: State, meant: (changes: State) => State = (changes) => changes) {
    this.#state = state;
    this.#meant = meant;
    const { texts, paths, buffers } = apart(state);
    this.#comm = openComm("jupyter.widget", {
      data: { state: texts, buffer_paths: paths },
      metadata: { version: "2.1.0" },
      buffers,
    });
    this.#comm.onMessage((data, received) => {
      this.#hear(data, received);
    });
    if (open.size === 0) onComm("jupyter.widget.control", tellAll);
    open.set(this.#comm.id, this);
    this.#comm.onClose(() => {
      open.delete(this.#comm.id);
    });
  }

  get state(): State {
    return this.#state;
  }

  /** How other models name it. */
  get reference(): string {
    return `IPY_MODEL_${this.#comm.id}`;
  }

  set(changes: State): void {
    this.#state = { ...this.#state, ...changes };
    this.#tell("update", changes);
  }

  onChange(listener: (changes: State) => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    open.delete(this.#comm.id);
    this.#comm.close();
  }

  /** What `display` shows. */
  shown(text: string): object {
    const view = { version_major: 2, version_minor: 1, model_id: this.#comm.id };
    return { "application/vnd.jupyter.widget-view+json": view, "text/plain": text };
  }

  #hear(data: unknown, buffers: readonly Uint8Array[]): void {
    if (typeof data !== "object" || data === null || !("method" in data)) return;
    if (data.method === "request_state") this.#tell("update", this.#state);
    if (data.method !== "update" || !("state" in data)) return;
    if (typeof data.state !== "object" || data.state === null) return;
    const said = together(data.state, "buffer_paths" in data ? data.buffer_paths : [], buffers);
    const changes = this.#meant(said);
    // Pages say again what they were told.
    const news = Object.entries(changes).filter(
      ([name, value]) => !isDeepStrictEqual(value, this.#state[name]),
    );
    this.#state = { ...this.#state, ...changes };
    // To the other pages that show it.
    this.#tell("echo_update", changes);
    if (news.length > 0) for (const listener of this.#listeners) listener(Object.fromEntries(news));
  }

  #tell(method: string, state: State): void {
    const { texts, paths, buffers } = apart(state);
    this.#comm.send({ method, state: texts, buffer_paths: paths }, buffers);
  }
}

/** A page that is loaded while the kernel runs asks for all widgets at once. */
function tellAll(comm: Comm): void {
  comm.onMessage((data) => {
    if (typeof data !== "object" || data === null || !("method" in data)) return;
    if (data.method !== "request_states") return;
    const all = [...open].map(([id, { state }]) => ({ id, ...apart(state) }));
    const states = all.map(({ id, texts }) => [
      id,
      {
        model_name: texts["_model_name"],
        model_module: texts["_model_module"],
        model_module_version: texts["_model_module_version"],
        state: texts,
      },
    ]);
    comm.send(
      {
        method: "update_states",
        states: Object.fromEntries(states) as object,
        buffer_paths: all.flatMap(({ id, paths }) => paths.map((path) => [id, "state", ...path])),
      },
      all.flatMap(({ buffers }) => buffers),
    );
  });
}

/** Bytes travel beside the state, each with the path of its place. */
function apart(state: State): {
  readonly texts: State;
  readonly paths: readonly string[][];
  readonly buffers: readonly Uint8Array[];
} {
  const bytes = Object.entries(state).filter(([, value]) => value instanceof Uint8Array);
  return {
    texts: Object.fromEntries(Object.entries(state).filter(([, value]) => !(value instanceof Uint8Array))),
    paths: bytes.map(([name]) => [name]),
    buffers: bytes.map(([, value]) => value).filter((value) => value instanceof Uint8Array),
  };
}

function together(state: object, paths: unknown, buffers: readonly Uint8Array[]): State {
  const whole: Record<string, unknown> = { ...state };
  if (!Array.isArray(paths)) return whole;
  for (const [index, path] of paths.entries()) {
    if (!Array.isArray(path) || path.length !== 1) continue;
    whole[String(path[0])] = buffers[index];
  }
  return whole;
}
