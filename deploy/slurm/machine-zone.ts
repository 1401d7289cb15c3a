import { readlink } from "node:fs/promises";

/** The time zone of this machine's clock, whatever the user's own is: that of a cluster's login node is the cluster's. */
export async function machineZone(): Promise<string> {
  const target = await readlink("/etc/localtime").catch(() => "");
  return /zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(target)?.[1] ?? "UTC";
}
