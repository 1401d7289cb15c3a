import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { setFlagsFromString } from "node:v8";
import { beginBackfill } from "../../../app/backfill/begin-backfill.ts";
import { journalPlace } from "../../../app/backfill/journal-place.ts";
import { lineOf } from "../../../backfill/journal/entry.ts";
import type { RunEngine } from "../../../backfill/run-engine.ts";
import { findEngine } from "../container-engine.ts";
import type { BenchEngine } from "../container-engine.ts";
import { repeat, sampleOf, timed } from "../measure.ts";
import type { Sample } from "../measure.ts";
import { bareNotebook, withNotebook } from "../notebooks.ts";
import { pipenb } from "../pipenb.ts";
import type { Scenario } from "../scenario.ts";

const days = 31;
const parallel = 4;
const runs = 5;
const tag = "pipenb-bench:backfill";

const dayOf = (index: number): string => new Date(Date.UTC(1900, 0, 1 + index)).toISOString().slice(0, 10);

/** What people write instead. */
async function byXargs(): Promise<void> {
  const list = Array.from({ length: days }, (_, index) => dayOf(index)).join("\n");
  const line = ["-P", String(parallel), "-I", "{}", "docker", "run", "--rm", tag, "{}"];
  const child = spawn("xargs", line, { stdio: ["pipe", "ignore", "inherit"] });
  child.stdin.end(list);
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`xargs ended with code ${String(child.exitCode)}.`);
}

/** By turns. */
async function month({ env }: BenchEngine, folder: string): Promise<readonly [ours: Sample, theirs: Sample]> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let index = 0; index <= runs; index += 1) {
    const units = `${dayOf(0)}..${dayOf(days - 1)}`;
    const line = ["backfill", tag, "--units", units, "--parallel", String(parallel), "--only", "all"];
    const first = await timed(() => pipenb(line, { cwd: folder, env }));
    const second = await timed(byXargs);
    if (index === 0) continue;
    ours.push(first);
    theirs.push(second);
  }
  return [sampleOf(ours), sampleOf(theirs)];
}

/** A journal of a hundred thousand lines, half of them the ends of the other half. */
function writeJournal(folder: string): void {
  const units = Array.from({ length: 50_000 }, (_, index) => dayOf(index));
  const at = "2022-02-06T02:00:00.000Z";
  const version = "0123456789ab";
  const lines = units.flatMap((unit) => [
    lineOf({ at, unit, state: "running", attempt: 1, version }),
    lineOf({ at, unit, state: "done", attempt: 1, version, code: 0 }),
  ]);
  const begin = lineOf({ at, begin: units, version, image: "sha256:0", parameters: {} });
  mkdirSync(join(folder, ".pipenb"), { recursive: true });
  writeFileSync(join(folder, ".pipenb/bench.pipenb.units.jsonl"), begin + lines.join(""));
}

/**
 * Megabytes of heap that 9,000 more units add to a backfill of 10,000, on an engine that does nothing: what is counted is what the
 * backfill keeps of each.
 */
async function grown(folder: string): Promise<number> {
  setFlagsFromString("--expose-gc");
  // SAFETY: what the flag puts there.
  const collect = runInNewContext("gc") as () => void;
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed / 1e6;
  };
  const units = Array.from({ length: 10_000 }, (_, index) => dayOf(index));
  let done = 0;
  let early = 0;
  const nothing: RunEngine = {
    run: () => Promise.resolve({ kind: "exit", code: 0, interrupted: false }),
    stop: () => Promise.resolve(),
    log: () => Promise.resolve("begins\n".repeat(100)),
    forget: () => Promise.resolve(),
    sweep: () => Promise.resolve([]),
    stopAll: () => Promise.resolve([]),
  };
  const begun = await beginBackfill(
    {
      units,
      version: { image: "sha256:0", parameters: {} },
      only: "all",
      settings: { parallel, retries: 2, stopAfter: undefined },
      place: await journalPlace({ folder, name: "many.pipenb" }),
      on: { name: "docker", kind: "runs", engine: nothing, files: () => new Map() },
    },
    {
      onNote: () => undefined,
      onPlan: () => undefined,
      onStop: () => undefined,
      onLog: () => undefined,
      onChange({ state }) {
        if (state === "done") done += 1;
        if (state === "done" && done === 1_000) early = heap();
      },
    },
  );
  if (begun.kind !== "begun") throw new Error("It does not begin.");
  await begun.backfill.run();
  const late = heap();
  await begun.close();
  if (done !== units.length) throw new Error(`${done} of ${units.length} are done.`);
  return late - early;
}

/** A month of a pipeline that does nothing, beside a loop that keeps no record; and what a long record says. */
export const backfill: Scenario = {
  name: "backfill",
  run: () =>
    withNotebook(bareNotebook, async (folder) => {
      const bench = await findEngine();
      if ("skipped" in bench) return bench;
      try {
        await pipenb(["build", "bench.pipenb", "--tag", tag], { cwd: folder, env: bench.env });
        const [ours, theirs] = await month(bench, folder);
        writeJournal(folder);
        const units = await repeat({ warmups: 2, runs: 12 }, () =>
          timed(() => pipenb(["units", "bench.pipenb"], { cwd: folder })),
        );
        const times = ours.median / theirs.median;
        return [
          { what: `\`pipenb backfill\` of ${days} days, ${parallel} at once`, unit: "ms", sample: ours },
          { what: `\`xargs -P${parallel} docker run\` of them`, unit: "ms", sample: theirs },
          {
            what: "the first over the second",
            unit: "x",
            sample: { ...sampleOf([times]), runs },
            target: 1.1,
          },
          {
            what: "10,000 units: heap from the 1,000th to the last",
            unit: "MB",
            sample: sampleOf([await grown(folder)]),
            target: 2,
          },
          { what: "`pipenb units` over 100,000 lines", unit: "ms", sample: units, target: 300 },
        ];
      } finally {
        if ((await bench.engine.image(tag)) !== undefined) await bench.engine.removeImage(tag);
      }
    }),
};
