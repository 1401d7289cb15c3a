/** The comms of cells: what the library `pipenb` opens them by. */
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers";
import type { CellComm, CellComms, HearComm } from "../../notebook/program/cell-comms.ts";
import type { CommPeer, RuntimeComms } from "./runtime-comms.ts";

/** Each listener is called as the cell that gave it: what it prints, shows and throws belongs there. */
function bound<Given extends readonly unknown[]>(listener: (...given: Given) => void): typeof listener {
  const asCell = AsyncLocalStorage.snapshot();
  return (...given) => {
    asCell(() => {
      try {
        listener(...given);
      } catch (error) {
        // Nobody has called it who could catch it.
        setImmediate(() => {
          throw error;
        });
      }
    });
  };
}

/** One end of a comm. */
class OwnComm implements CellComm {
  readonly id: string;
  readonly #comms: RuntimeComms;
  readonly #listeners: HearComm[] = [];
  readonly #closeListeners: (() => void)[] = [];
  #isOpen = true;

  constructor(id: string, comms: RuntimeComms) {
    this.id = id;
    this.#comms = comms;
  }

  send(data: object, buffers: readonly Uint8Array[] = []): void {
    if (this.#isOpen) this.#comms.say({ comm: this.id, type: "message", data }, buffers);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#comms.say({ comm: this.id, type: "close", data: {} });
    this.#comms.forget(this.id);
  }

  onMessage(listener: HearComm): void {
    this.#listeners.push(bound(listener));
  }

  onClose(listener: () => void): void {
    this.#closeListeners.push(bound(listener));
  }

  /** Hears of the client. */
  readonly peer: CommPeer = {
    take: (data, buffers) => {
      for (const listener of this.#listeners) listener(data, buffers);
    },
    close: () => {
      this.#isOpen = false;
      for (const listener of this.#closeListeners) listener();
    },
  };
}

/** What cells get, of the runtime's comms. */
export function cellComms(comms: RuntimeComms): CellComms {
  return {
    open: (target, { data = {}, metadata = {}, buffers = [] } = {}) => {
      const comm = new OwnComm(randomUUID(), comms);
      comms.add(comm.id, comm.peer);
      comms.say({ comm: comm.id, type: "open", target, data, metadata }, buffers);
      return comm;
    },
    listen: (target, listener) => {
      const opened = bound(listener);
      comms.addTarget(target, (id, data, buffers) => {
        const comm = new OwnComm(id, comms);
        opened(comm, data, buffers);
        return comm.peer;
      });
    },
  };
}
