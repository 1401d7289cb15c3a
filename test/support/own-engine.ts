/** An engine that belongs to one test, which may end it and start it again. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type Mocha from "mocha";
import { connectEngine } from "../../containers/engine/connect.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { runProgram } from "./command-line.ts";
import { skipBecause } from "./reporter.ts";

export interface OwnEngine {
  readonly engine: Engine;
  /** Names it to a command. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends it as `signal` does, and waits until it is gone. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Starts it again, with all that it had. */
  start(): Promise<void>;
  /** Ends it, and takes away all that it had. */
  remove(): Promise<void>;
}

/** Where none can be started the suite is skipped, or failed in CI. In a network namespace of its own it touches no other engine. */
export async function startOwnEngine(context: Mocha.Context): Promise<OwnEngine> {
  const can = process.getuid?.() === 0 && (await runProgram("dockerd", ["--version"]).catch(() => undefined));
  if (can === false || can?.code !== 0) {
    assert.notEqual(process.env["CI"], "true", "CI must be able to start an engine: as root, with dockerd");
    skipBecause(context, "an engine of one's own needs root and dockerd");
  }
  const folder = await mkdtemp(join(tmpdir(), "pipenb-engine-"));
  const env = { DOCKER_HOST: `unix://${folder}/socket` };
  let daemon: ChildProcess | undefined;
  let said = "";
  const own = {
    env,
    async start(): Promise<Engine> {
      const options = [
        ...["--data-root", `${folder}/data`, "--exec-root", `${folder}/exec`, "--pidfile", `${folder}/pid`],
        ...["--host", env.DOCKER_HOST, "--bridge=none", "--iptables=false", "--ip-forward=false"],
      ];
      for (let tries = 0; ;) {
        if (daemon === undefined || isOver(daemon)) {
          // One that was killed may leave its containerd for a moment, which then ends under the next one.
          assert((tries += 1) <= 5, `dockerd does not start: ${said}`);
          said = "";
          daemon = spawn("unshare", ["--net", "dockerd", ...options], {
            stdio: ["ignore", "ignore", "pipe"],
          });
          daemon.stderr?.setEncoding("utf8").on("data", (text: string) => {
            said = (said + text).slice(-2_000);
          });
        }
        const connection = await connectEngine({ env });
        if (connection.kind !== "none") return connection.engine;
        await pause(100);
      }
    },
    async end(signal: "SIGTERM" | "SIGKILL") {
      if (daemon === undefined || isOver(daemon)) return;
      const gone = once(daemon, "exit");
      daemon.kill(signal);
      await gone;
    },
    async remove() {
      await own.end("SIGTERM");
      // What it did not take along: helpers of containers that it had lost, and their mounts.
      await runProgram("pkill", ["-9", "-f", `containerd-shim.*${folder}/`]);
      const { stdout } = await runProgram("findmnt", ["--noheadings", "--raw", "--output=TARGET"]);
      const mounts = stdout.split("\n").filter((target) => target.startsWith(`${folder}/`));
      for (const target of mounts.sort().reverse()) await runProgram("umount", ["-l", target]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  const engine = await own.start();
  return {
    engine,
    ...own,
    async start() {
      await own.start();
    },
  };
}

const isOver = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
