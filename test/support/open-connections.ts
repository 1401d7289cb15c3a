/** Whom processes are connected to, as the kernel's own tables have it, also inside containers. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Addresses at the other end of the TCP connections of these processes; those that have ended meanwhile have none. */
export function peersOf(pids: readonly number[]): ReadonlySet<string> {
  return new Set(pids.flatMap(peersOfProcess));
}

function peersOfProcess(pid: number): readonly string[] {
  try {
    const own = new Set(
      readdirSync(`/proc/${pid}/fd`).map((fd) => {
        try {
          return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
        } catch {
          return undefined;
        }
      }),
    );
    return ["tcp", "tcp6"].flatMap((table) =>
      readFileSync(`/proc/${pid}/net/${table}`, "utf8")
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter(([, , , state, , , , , , inode]) => state !== listening && own.has(inode))
        .map(([, , remote = ""]) => addressOf(remote.split(":")[0] ?? "")),
    );
  } catch {
    return [];
  }
}

const listening = "0A";

/** Words of 32 bits, each with its last byte first; IPv4 also where it is written as IPv6. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, "hex")].reverse());
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (bytes.length === 4 || isMapped) return bytes.slice(-4).join(".");
  return bytes.every((byte, index) => byte === (index === 15 ? 1 : 0))
    ? "::1"
    : Buffer.from(bytes).toString("hex");
}

/** This machine, or a network that Docker has made on it. */
export const isHere = (address: string): boolean =>
  address === "::1" || /^(?:127\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.)/.test(address);
