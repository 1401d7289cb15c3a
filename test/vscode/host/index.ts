/** The editor loads this inside its extension host and calls `run`: mocha over the suites, results to a file for outside. */
import { writeFileSync } from "node:fs";
import { inspect } from "node:util";
import type { HostResult } from "./result.ts";

/** Rejects when a test failed. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import("mocha");
  const mocha = new Mocha({ ui: "bdd", timeout: 300_000, reporter: "dot" });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await import("./round-trip.suite.ts");
  await import("./environment-types.suite.ts");
  const results: HostResult[] = [];
  const unhandled: unknown[] = [];
  process.on("unhandledRejection", (reason) => unhandled.push(reason));
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on("pass", (test) => results.push({ title: test.fullTitle(), failure: undefined }));
    runner.on("fail", (test, error: Error) =>
      results.push({ title: test.fullTitle(), failure: error.stack ?? error.message }),
    );
  });
  results.push({
    title: "leaves no rejected promise unhandled",
    failure: unhandled.length === 0 ? undefined : unhandled.map((reason) => inspect(reason)).join("\n"),
  });
  const file = process.env["PIPENB_HOST_RESULTS"];
  if (file !== undefined) writeFileSync(file, JSON.stringify(results));
  if (failures + unhandled.length > 0) throw new Error("Tests failed in the extension host");
}
