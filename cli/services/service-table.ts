/** Services as rows of a table. Pure. */
import { usersInWords } from "../../app/failures/host-failure.ts";
import { bytes } from "../../containers/figures/bytes.ts";
import { duration } from "../../containers/figures/duration.ts";
import type { KeptVolume, ServiceRecord } from "../../containers/services/find-services.ts";
import { table } from "../terminal/table.ts";

const head = ["NOTEBOOK", "SERVICE", "IMAGE", "STATE", "LAST USED", "KEEPS"];

/** The table; `shown` is what a notebook's path is written as, `now` milliseconds since the epoch. */
export function serviceTable(
  services: readonly ServiceRecord[],
  shown: (path: string) => string,
  now: number,
): string {
  return table(
    head,
    services.map((each) => [
      shown(each.notebookPath),
      each.service,
      each.image,
      stateOf(each),
      lastUsed(each, now),
      each.volumes.length === 0 ? "nothing" : each.volumes.map(volumeWords).join(", "),
    ]),
  );
}

function stateOf({ state, users }: ServiceRecord): string {
  if (state === "stopped") return "stopped";
  return users.length === 0 ? "running" : `runs for ${usersInWords(users)}`;
}

function lastUsed({ state, lastUsed: seconds }: ServiceRecord, now: number): string {
  if (state === "running") return "now";
  return seconds === undefined ? "" : `${duration(Math.max(0, now - seconds * 1000))} ago`;
}

const volumeWords = ({ path, bytes: count }: KeptVolume): string =>
  count === undefined ? path : `${path} (${bytes(count)})`;
