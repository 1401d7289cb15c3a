/** Mocha's spec reporter that also writes its counts where PIPENB_TEST_STATS says, for test/run-tests.ts. */
import { writeFileSync } from "node:fs";
import { inspect } from "node:util";
import Mocha from "mocha";

export interface SuiteStats {
  readonly passed: number;
  readonly failed: number;
  /** Title and error of each: the end of a long log shows them once more. */
  readonly failures: readonly string[];
  /** "title: reason" of each. */
  readonly skipped: readonly string[];
}

/** Why a suite's tests are skipped, by suite or test title; set by test/support/skip.ts. */
const reasons = new Map<string, string>();

/** Skips the running test or hook's suite and keeps the reason for the summary. */
export function skipBecause(context: Mocha.Context, reason: string): never {
  reasons.set(context.test?.parent?.fullTitle() ?? "", reason);
  return context.skip();
}

/** Seconds after the last test in which what tests have begun must have ended. */
const grace = 60;

export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const skipped: string[] = [];
    const failures: string[] = [];
    runner.on("fail", (test, error: unknown) => {
      failures.push(`${test.fullTitle()}\n${inspect(error, { depth: 3 })}`);
    });
    runner.on("pending", (test) => {
      let reason = "no reason given";
      for (let suite = test.parent; suite !== undefined; suite = suite.parent) {
        reason = reasons.get(suite.fullTitle()) ?? reason;
      }
      skipped.push(`${test.fullTitle()}: ${reason}`);
    });
    runner.on("end", () => {
      const stats = {
        passed: runner.stats?.passes ?? 0,
        failed: runner.stats?.failures ?? 0,
        failures,
        skipped,
      };
      keep(stats);
      setTimeout(() => {
        const problem = `what tests have left open holds the process: ${process.getActiveResourcesInfo().join(", ")}`;
        process.stderr.write(`\nFAIL ${problem}\n`);
        keep({ ...stats, failed: stats.failed + 1, failures: [...failures, problem] });
        process.exit(1);
      }, grace * 1000).unref();
    });
  }
}

function keep(stats: SuiteStats): void {
  const file = process.env["PIPENB_TEST_STATS"];
  if (file !== undefined) writeFileSync(file, JSON.stringify(stats));
}
