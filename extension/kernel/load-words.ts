/** What a kernel takes, in words. Free of the editor's API. */
import type { ContainerLoad } from "../../containers/engine/container-load.ts";
import { bytes } from "../../containers/figures/bytes.ts";

/** `268 MB, 3 % CPU`; 100 % is one processor. */
export function loadWords({ memory, cpu }: ContainerLoad): string {
  return `${bytes(memory)}, ${Math.round(cpu * 100)} % CPU`;
}

/** The same with the limit: `268 MB of 4.0 GB memory, 3 % of a processor`. */
export function loadSentence({ memory, memoryLimit, cpu }: ContainerLoad): string {
  const limit = memoryLimit === undefined ? "" : ` of ${bytes(memoryLimit)}`;
  return `It takes ${bytes(memory)}${limit} memory and ${Math.round(cpu * 100)} % of a processor.`;
}
