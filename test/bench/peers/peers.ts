/** Measures the peers that are installed, each by a Python script over its own sockets. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { PeerResult } from "../report.ts";
import { knownPeers } from "./known-peers.ts";
import type { Peer } from "./peer.ts";
import { findPython } from "./python.ts";

const script = fileURLToPath(new URL("measure_peer.py", import.meta.url));
const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));
const longestMilliseconds = 600_000;
const ResultSchema = z.record(z.string(), z.number().nullable());

/** One after the other; `say` is told what happens. */
export function measurePeers(say: (line: string) => void): readonly PeerResult[] {
  const python = findPython();
  if (python === undefined)
    say("peers are left out: `apt-get install python3-jupyter-client` brings what measures them");
  return knownPeers(python ?? "python3").map((peer) => {
    const version = python === undefined ? undefined : peer.version();
    const known = { name: peer.name, version, install: peer.install };
    if (python === undefined || version === undefined) {
      say(`${peer.name}: not installed (${peer.install})`);
      return { ...known, values: {} };
    }
    const values = measurePeer(python, peer);
    say(`${peer.name} ${version}: ${JSON.stringify(values)}`);
    return { ...known, values };
  });
}

function measurePeer(python: string, peer: Peer): PeerResult["values"] {
  const folder = mkdtempSync(join(tmpdir(), "pipenb-bench-peer-"));
  try {
    const { name, argv, language, interruptMode, code } = peer;
    const spec = join(folder, "spec.json");
    writeFileSync(spec, JSON.stringify({ name, argv, language, interrupt_mode: interruptMode, code }));
    // tslab looks for the types of Node where it runs.
    mkdirSync(join(folder, "node_modules"));
    for (const name of ["@types", "undici-types"])
      symlinkSync(join(modules, name), join(folder, "node_modules", name));
    const done = spawnSync(python, [script, spec], {
      encoding: "utf8",
      cwd: folder,
      timeout: longestMilliseconds,
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (done.status !== 0) return {};
    return ResultSchema.parse(JSON.parse(done.stdout.trim().split("\n").at(-1) ?? "{}"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
