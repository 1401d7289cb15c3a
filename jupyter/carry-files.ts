/** The files of a notebook whose kernel is on another machine: they go there before a cell runs, and come back when it has run. */
import { textOf } from "../app/failures/describe-failure.ts";
import type { KernelFiles } from "../containers/hosts/kernel-host.ts";
import type { RawFrame } from "../protocol/codec.ts";

export interface CarriedFiles {
  readonly send: (frame: RawFrame) => void;
  readonly cellEnded: () => void;
}

/** @param files undefined for a kernel that works in the folder itself */
export function carryFiles(files: KernelFiles | undefined, send: (frame: RawFrame) => void): CarriedFiles {
  if (files === undefined) return { send, cellEnded: () => undefined };
  let order: Promise<unknown> = Promise.resolve();
  const inOrder = (work: () => Promise<readonly string[]>): void => {
    order = order.then(work).then(tell, (error: unknown) => {
      tell([textOf(error)]);
    });
  };
  return {
    send: (frame) => {
      if (frame.header.msg_type !== "execute_request") {
        send(frame);
        return;
      }
      inOrder(() => files.send());
      void order.then(() => {
        send(frame);
      });
    },
    cellEnded: () => {
      inOrder(() => files.sync());
    },
  };
}

/** On stderr, which Jupyter's servers write to their log. */
function tell(sentences: readonly string[]): void {
  for (const sentence of sentences) console.error(sentence);
}
