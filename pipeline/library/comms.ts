/** Comms: Jupyter's way for cells and pages of its clients to talk beside the cells' outputs. */
import { givenComms } from "../../notebook/program/cell-comms.ts";

/** A talk with the pages of Jupyter's clients. In an exported pipeline nobody is there: what is sent is lost, and nothing comes. */
export interface Comm {
  readonly id: string;
  /** Says something to all clients: what JSON can hold, and bytes beside it. */
  send(data: object, buffers?: readonly Uint8Array[]): void;
  close(): void;
  /** Hears what a client says, while no cell keeps the thread. */
  onMessage(listener: (data: unknown, buffers: readonly Uint8Array[]) => void): void;
  /** Hears that a client has closed it. */
  onClose(listener: () => void): void;
}

const nobody: Comm = {
  id: "",
  send: () => undefined,
  close: () => undefined,
  onMessage: () => undefined,
  onClose: () => undefined,
};

/**
 * Opens a comm to a target that an extension of the client has registered, such as `jupyter.widget`.
 *
 * ```ts
 * const comm = openComm("my-extension", { data: { hello: 1 } });
 * comm.onMessage((data) => console.log(data));
 * comm.send({ n: 2 });
 * ```
 *
 * @param start what the opening message says, its metadata, and bytes beside it
 */
export function openComm(
  target: string,
  start: {
    readonly data?: object;
    readonly metadata?: object;
    readonly buffers?: readonly Uint8Array[];
  } = {},
): Comm {
  return givenComms()?.open(target, start) ?? nobody;
}

/**
 * Hears of comms that a client opens to this target. The newest listener of a target counts.
 *
 * @param listener gets the comm, and what the opening message says
 */
export function onComm(
  target: string,
  listener: (comm: Comm, data: unknown, buffers: readonly Uint8Array[]) => void,
): void {
  givenComms()?.listen(target, listener);
}
