import assert from "node:assert/strict";
import type { Batch } from "../../../backfill/batch/batch-engine.ts";
import { parseAttemptFile, parseEnd, type Attempt } from "../../../backfill/slurm/attempts.ts";
import { batchSight } from "../../../backfill/slurm/batch-sight.ts";
import { slurmFiles } from "../../../backfill/slurm/slurm-batches.ts";
import { SlurmError } from "../../../backfill/slurm/slurm-error.ts";
import { parseTasks, type Task } from "../../../backfill/slurm/tasks.ts";
import { pipelineContainer } from "../../../containers/images/pipeline-container.ts";

const key = "0123456789abcdef0123456789abcdef";
const batch = (...units: readonly string[]): Batch => ({
  name: "pipenb-x",
  version: "v",
  units: units.map((unit) => ({ unit, key, attempt: 3 })),
  parallel: 2,
  retries: 1,
  stopAfter: undefined,
});
const task = (state: string, reason = "None"): Task => ({ job: "7", index: 0, state, reason });
const attempt = (number: number, code?: number, again = false): Attempt => ({
  index: 0,
  attempt: number,
  end: code === undefined ? undefined : { code, again },
  isOlder: true,
});
const look = (tasks: readonly Task[], attempts: readonly Attempt[], isSettled = false) =>
  batchSight(batch("a"), { tasks, attempts, isSettled });
const statesOf = (...given: Parameters<typeof look>): readonly string[] =>
  look(...given).sights.map(({ attempt: number, state }) => `${number} ${state}`);

describe("backfills on Slurm: what is read", () => {
  it("takes only tasks of its own arrays, by name and folder", () => {
    const lines = [
      "7|0|RUNNING|pipenb-x|/shared/x|None",
      "8|1|PENDING|pipenb-x-1|/shared/x|a|b",
      "9|0|RUNNING|pipenb-x|/other|None",
      "10|N/A|RUNNING|pipenb-x|/shared/x|None",
      "11|0|RUNNING|pipenb-xy|/shared/x|None",
      "",
    ];
    assert.deepEqual(parseTasks(lines.join("\n"), { name: "pipenb-x", folder: "/shared/x", size: 20 }), [
      { job: "7", index: 0, state: "RUNNING", reason: "None" },
      { job: "8", index: 21, state: "PENDING", reason: "a|b" },
    ]);
  });

  it("reads files of attempts, and passes over others", () => {
    assert.deepEqual(parseAttemptFile("12.3.code"), { index: 12, attempt: 3, kind: "code" });
    for (const name of ["12.3.code.new", "12.3.log", "drain"])
      assert.equal(parseAttemptFile(name), undefined);
    assert.deepEqual(parseEnd("75 again\n"), { code: 75, again: true });
    assert.deepEqual(parseEnd("0 \n"), { code: 0, again: false });
    assert.equal(parseEnd("seven"), undefined);
  });

  it("says of each attempt what its files say, also when Slurm has forgotten it", () => {
    assert.deepEqual(statesOf([], [attempt(3, 75, true), attempt(4, 0)]), ["3 retrying", "4 done"]);
    assert.deepEqual(statesOf([], [attempt(3, 42)]), ["3 failed"]);
    assert.deepEqual(statesOf([], [attempt(3, 143)]), ["3 stopped"]);
    assert.equal(look([], [attempt(3, 0)]).isOver, true);
    assert.equal(look([task("COMPLETING")], [attempt(3, 0)]).isOver, false);
  });

  it("calls lost what has no end and is begun again, or given up", () => {
    assert.deepEqual(statesOf([task("RUNNING")], [attempt(3)]), ["3 running"]);
    assert.deepEqual(statesOf([task("RUNNING")], [attempt(3), attempt(4)]), ["3 lost", "4 running"]);
    assert.deepEqual(statesOf([task("PENDING")], [attempt(3)]), ["3 lost"]);
    const younger = { ...attempt(3), isOlder: false };
    assert.deepEqual(statesOf([task("PENDING")], [younger]), ["3 running"], "the queue was asked before");
    assert.deepEqual(
      statesOf([task("NODE_FAIL")], [attempt(3)]),
      ["3 running"],
      "its file may be on its way",
    );
    assert.equal(look([task("NODE_FAIL")], [attempt(3)]).isOver, false);
    assert.deepEqual(statesOf([task("NODE_FAIL")], [attempt(3)], true), ["3 lost"]);
    assert.equal(look([task("NODE_FAIL")], [attempt(3)], true).isOver, true);
  });

  it("tells why a unit does not begin", () => {
    assert.equal(look([task("PENDING", "Priority")], []).trouble, undefined);
    assert.match(
      look([task("PENDING", "PartitionDown")], []).trouble ?? "",
      /does not start a: PartitionDown/,
    );
    const failed = look([task("FAILED", "JobLaunchFailure")], []);
    assert.match(failed.trouble ?? "", /could not start a: JobLaunchFailure/);
    assert.deepEqual(failed.sights, [{ unit: "a", attempt: 3, state: "failed" }]);
    assert.deepEqual(statesOf([task("CANCELLED")], []), [], "nobody has begun it");
  });
});

describe("backfills on Slurm: what is written", () => {
  const settings = {
    runtime: "docker" as const,
    argsOf: (unit: string) => (unit.startsWith("-") ? [`--day=${unit}`] : [unit, "--word", "it's"]),
    container: pipelineContainer({
      image: "sha256:1",
      args: [],
      mounts: [{ kind: "bind", source: "/a, b", target: "/data", readOnly: true }],
      user: "1000:1000",
      limits: { memory: 512 * 1024 ** 2, cpus: 1.5 },
      environment: { PIPENB_IMAGE_DIGEST: "sha256:1" },
      labels: {},
    }),
  };

  it("writes a line for each unit, and a script that takes it as one word", () => {
    const files = slurmFiles(batch("2022-01-01", "two words"), settings);
    assert.equal(
      files.get("units"),
      "pipenb-0123456789abcdef01234567\t3\t2022-01-01\npipenb-0123456789abcdef01234567\t3\ttwo words\n",
    );
    const script = files.get("batch.sh") ?? "";
    assert.match(script, /"\$image" "\$unit" --word 'it'\\''s' ;;/);
    assert.match(script, /^#SBATCH --ntasks=1 --cpus-per-task=2 --mem=512M$/m);
    assert.match(script, / --mount 'type=bind,"source=\/a, b",target=\/data,readonly'$/m);
    assert.match(script, / --memory 512m\n {2}--cpus 1\.5$/m);
    assert.match(script, /sbatch --array=0-1%2 batch\.sh/);
  });

  it("writes a script for Apptainer that takes all words as they are", () => {
    const reference = "registry.example.com/team/weather@sha256:1";
    const given = { ...settings, runtime: "apptainer" as const };
    const container = { ...settings.container, image: reference };
    const script = slurmFiles(batch("2022-01-01"), { ...given, container }).get("batch.sh") ?? "";
    assert.match(script, /^export APPTAINERENV_PIPENB_IMAGE_DIGEST=sha256:1$/m);
    assert.match(script, /^options\+=\(--mount 'type=bind,"source=\/a, b",target=\/data,readonly'\)$/m);
    assert.match(script, / docker:\/\/registry\S+@sha256:1 "\$unit" --word 'it'\\''s' &$/m);
    assert.throws(
      () => slurmFiles(batch("2022-01-01"), given),
      (error: unknown) => error instanceof SlurmError && error.code === "needs-registry",
    );
  });

  it("refuses units that are no line or no word", () => {
    for (const unit of ["-1", "a\nb"])
      assert.throws(
        () => slurmFiles(batch("a", unit), settings),
        (error: unknown) => {
          assert.ok(error instanceof SlurmError);
          assert.deepEqual(error.facts, { code: "unit-text", unit });
          return true;
        },
      );
  });
});
