/** A view as code of the library. */
import assert from "node:assert/strict";
import type { View } from "../../../dataframes/protocol/view.ts";
import { isUnsupported, view } from "./under-test.ts";
import type { UnderTest } from "./under-test.ts";

export function saysCode({ lacks, open, read, many, at }: UnderTest): void {
  describe("says as code what one sees", () => {
    const shown: Partial<View> = {
      sort: [
        { column: at("word"), descending: true },
        { column: at("few"), descending: false },
        { column: at("row"), descending: false },
      ],
      filters: [
        { kind: "range", column: at("float"), from: "-50", to: "12.5" },
        { kind: "contains", column: at("long"), text: "AN" },
        { kind: "among", column: at("word"), values: ["apple", "éclair", "", "😀"], not: true },
        { kind: "missing", column: at("few"), missing: false },
        { kind: "missing", column: at("word"), missing: false },
      ],
    };
    it("which gives the same rows", async function () {
      const { engine, run } = await open(many);
      const columns = [at("row"), at("word"), at("few")];
      const ask = (): string => engine.code(view(shown), columns, "orders");
      if (lacks.has("code")) {
        assert.throws(ask, isUnsupported);
        return;
      }
      if (run === undefined) {
        this.skip();
      }
      const again = await run(ask());
      const expected = await read(engine, shown, columns);
      assert.ok(expected.rows.length > 10);
      const found = await read(again, {}, [0, 1, 2]);
      assert.deepEqual([found.names, found.rows], [expected.names, expected.rows]);
    });
  });
}
