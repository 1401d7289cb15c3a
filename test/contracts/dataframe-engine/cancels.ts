/** Questions that are taken back. */
import assert from "node:assert/strict";
import type { DataframeEngine } from "../../../dataframes/engines/engine.ts";
import { sortedRows } from "../../support/frame-engine/reference.ts";
import { never, view } from "./under-test.ts";
import type { Lack, UnderTest } from "./under-test.ts";

export function endsQuestions({ lacks, open, numbers, many, at, pathOf }: UnderTest): void {
  describe("ends what is no longer wanted", () => {
    const reason = new Error("no longer wanted");
    const sort = [{ column: at("long"), descending: false }];
    const asked = view({ sort });
    const questions: readonly [
      string,
      Lack | undefined,
      (engine: DataframeEngine, signal: AbortSignal) => Promise<unknown>,
    ][] = [
      [
        "a window",
        undefined,
        (engine, signal) => engine.window({ view: asked, offset: 0, limit: 10, columns: [0] }, signal),
      ],
      ["summaries", "summarize", (engine, signal) => engine.summarize(asked, [0, 1, 2], signal)],
      ["values", "values", (engine, signal) => engine.values(asked, at("long"), "", 10, signal)],
      [
        "a chart",
        "bar",
        (engine, signal) => engine.chart(asked, { kind: "bar", x: 1, aggregate: "count", most: 9 }, signal),
      ],
      [
        "a file",
        "csv",
        (engine, signal) => engine.write(pathOf(`${crypto.randomUUID()}.csv`), "csv", asked, [0], signal),
      ],
    ];
    for (const [title, lack, ask] of questions)
      if (lack === undefined || !lacks.has(lack))
        it(`${title}, before and after it has begun, and goes on working`, async () => {
          const { engine } = await open(many);
          await assert.rejects(ask(engine, AbortSignal.abort(reason)), reason);
          const controller = new AbortController();
          const answer = ask(engine, controller.signal);
          controller.abort(reason);
          await assert.rejects(answer, reason);
          await ask(engine, never);
          assert.deepEqual(await numbers(engine, { sort }), sortedRows(many, sort));
        });
  });
}
