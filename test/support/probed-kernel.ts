/** A kernel whose processes tell what they use after a collection: sizes of processes say how much room V8 has taken, and not what is kept. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startTestKernel } from "./kernel-process.ts";
import type { TestKernel } from "./kernel-process.ts";

export interface ProbedKernel {
  readonly kernel: TestKernel;
  /** What supervisor and runtime use, in megabytes. */
  readonly used: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Starts one; for Linux, as processes are found in /proc. */
export async function startProbedKernel(): Promise<ProbedKernel> {
  const folder = mkdtempSync(join(tmpdir(), "pipenb-test-heap-"));
  const kernel = await startTestKernel({
    environment: {
      NODE_OPTIONS: `--import=${resolve(import.meta.dirname, "heap-probe.mjs")}`,
      PIPENB_TEST_HEAP: folder,
    },
  });
  const supervisor = kernel.process.pid ?? 0;
  return {
    kernel,
    used: async () => {
      const runtimes = readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, "utf8");
      const pids = [supervisor, ...runtimes.trim().split(" ").map(Number)];
      const bytes = await Promise.all(pids.map((pid) => bytesOf(pid, folder)));
      return bytes.reduce((sum, each) => sum + each, 0) / 1e6;
    },
    stop: async () => {
      await kernel.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits for as long as it takes: the test's own timeout bounds it. */
async function bytesOf(pid: number, folder: string): Promise<number> {
  const file = join(folder, String(pid));
  rmSync(file, { force: true });
  process.kill(pid, "SIGUSR2");
  while (!existsSync(file)) await pause(20);
  return Number(readFileSync(file, "utf8"));
}
