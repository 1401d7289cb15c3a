import type { Holder } from "../../backfill/journal/journal-store.ts";

/** "process 4711 on worker-2", without the machine where it is this one. */
export const processText = ({ pid, host }: Holder): string =>
  `process ${pid}${host === undefined ? "" : ` on ${host}`}`;
