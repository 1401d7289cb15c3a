/**
 * Jupyter's comms, as the library of the cells opens them in the kernel. The library is another program in the same process, so the
 * thread between the two is a global one.
 */

/** Hears what the client says. */
export type HearComm = (data: unknown, buffers: readonly Uint8Array[]) => void;

/** The cells' end of a comm. */
export interface CellComm {
  readonly id: string;
  send(data: object, buffers?: readonly Uint8Array[]): void;
  close(): void;
  onMessage(listener: HearComm): void;
  onClose(listener: () => void): void;
}

interface CommStart {
  readonly data?: object;
  readonly metadata?: object;
  readonly buffers?: readonly Uint8Array[];
}

export interface CellComms {
  open(target: string, start?: CommStart): CellComm;
  /** Hears of the comms that clients open to the target; the newest listener of a target counts. */
  listen(target: string, opened: (comm: CellComm, ...said: Parameters<HearComm>) => void): void;
}

const key = Symbol.for("pipenb.comms");

/** From now on cells of this thread have them. */
export function giveComms(comms: CellComms): void {
  Object.defineProperty(globalThis, key, { value: comms });
}

/** Undefined in an exported pipeline, which has no clients. */
export function givenComms(): CellComms | undefined {
  // SAFETY: set by `giveComms`.
  return Reflect.get(globalThis, key) as CellComms | undefined;
}
