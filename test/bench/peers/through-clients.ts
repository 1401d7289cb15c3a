/** Kernels measured by Jupyter's own clients, which `.ci/jupyter.sh` brings: pipenb as any other. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { jupyterPrograms } from "../../support/jupyter.ts";
import { sampleOf } from "../measure.ts";
import type { Sample } from "../measure.ts";
import type { PeerResult } from "../report.ts";
import { knownPeers } from "./known-peers.ts";
import type { Peer } from "./peer.ts";

const script = fileURLToPath(new URL("measure_clients.py", import.meta.url));
const longestMilliseconds = 300_000;

const RunsSchema = z.record(z.string(), z.array(z.number()));

/** What a kernelspec says, and the cells in its language. */
export interface MeasuredKernel extends Pick<Peer, "name" | "argv" | "language" | "interruptMode"> {
  readonly trivial: string;
  readonly cells: readonly string[];
}

/** The clients' Python; undefined where they are not here. */
export function clientsPython(): string | undefined {
  const python = join(jupyterPrograms(), "python");
  return existsSync(python) ? python : undefined;
}

/** What each took by name, in milliseconds; undefined where the kernel could not be measured. */
export function measureThroughClients(
  python: string,
  { interruptMode, ...kernel }: MeasuredKernel,
): Readonly<Record<string, Sample>> | undefined {
  const folder = mkdtempSync(join(tmpdir(), "pipenb-bench-clients-"));
  try {
    const spec = join(folder, "spec.json");
    writeFileSync(spec, JSON.stringify({ ...kernel, interrupt_mode: interruptMode }));
    const done = spawnSync(python, [script, spec], {
      encoding: "utf8",
      cwd: folder,
      timeout: longestMilliseconds,
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (done.status !== 0) return undefined;
    const runs = RunsSchema.parse(JSON.parse(done.stdout.trim().split("\n").at(-1) ?? "{}"));
    return Object.fromEntries(Object.entries(runs).map(([key, values]) => [key, sampleOf(values)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The peers that are installed; ipykernel in the clients' own Python. */
export function measurePeersThroughClients(say: (line: string) => void): readonly PeerResult[] {
  const python = clientsPython();
  if (python === undefined) return [];
  return knownPeers(python).map(({ code, ...peer }) => {
    const known = { name: peer.name, version: peer.version(), install: peer.install };
    if (known.version === undefined) return { ...known, values: {} };
    const cells = code.typical.slice(0, 5);
    const samples = measureThroughClients(python, { ...peer, trivial: code.trivial, cells }) ?? {};
    const values = Object.fromEntries(Object.entries(samples).map(([key, { median }]) => [key, median]));
    say(`${peer.name} ${known.version}: ${JSON.stringify(values)}`);
    return { ...known, values };
  });
}
