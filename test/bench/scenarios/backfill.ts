import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lineOf } from "../../../backfill/journal/entry.ts";
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
          { what: "`pipenb units` over 100,000 lines", unit: "ms", sample: units, target: 300 },
        ];
      } finally {
        if ((await bench.engine.image(tag)) !== undefined) await bench.engine.removeImage(tag);
      }
    }),
};
