/** What dataframes are known to get wrong, library by library: from the cell in a real kernel to the text on the screen. */
import assert from "node:assert/strict";
import { treeMime } from "../../protocol/value-tree.ts";
import { allTraps } from "../support/frame-traps/all-traps.ts";
import type { Trap } from "../support/frame-traps/trap.ts";
import { startTestKernel } from "../support/kernel-process.ts";
import type { TestKernel } from "../support/kernel-process.ts";
import { KernelFrames } from "../support/renderer/kernel-frames.ts";
import { useRendererPage } from "../support/renderer/use-page.ts";

describe("dataframes from the cell to the screen", function () {
  this.timeout(600_000);
  const view = useRendererPage();
  let kernel: TestKernel | undefined;
  let frames: KernelFrames;

  before(async () => {
    await view().page.setViewportSize({ width: 1600, height: 700 });
    kernel = await startTestKernel({ modules: process.cwd() });
    frames = await KernelFrames.connect(view(), kernel);
  });
  after(async () => kernel?.stop());

  async function sorted(trap: Trap, column: number, descending: boolean, order: readonly number[]) {
    await frames.sort(column, descending ? "descending" : "ascending");
    await frames.reads(
      order.map((row) => trap.rows[row] ?? []),
      trap.heads.length,
    );
  }

  for (const { library, setup, traps, none } of allTraps)
    describe(library, () => {
      before(async () => {
        assert.equal((await kernel?.run(setup))?.trace, "");
      });

      for (const trap of traps)
        it(`shows ${trap.title}`, async () => {
          const { heads, rows, width = heads.length } = trap;
          await frames.show(trap.cell);
          const names = heads.map((name) => (name === "" ? "(no name)" : name));
          assert.deepEqual(await frames.heads(heads.length), { names, width });
          await frames.reads(rows, heads.length);
          if (rows.length > 0) {
            const backwards = rows.map((_, row) => rows.length - 1 - row);
            await sorted(trap, 0, true, backwards);
          }
          if (trap.ascending !== undefined) await sorted(trap, 1, false, trap.ascending);
          if (trap.descending !== undefined) {
            await frames.show(trap.cell); // unsorted again
            await sorted(trap, 1, true, trap.descending);
          }
          for (const [place, row] of (trap.descending ?? []).entries()) {
            const whole = trap.whole?.[row];
            if (whole !== undefined) await frames.readsWhole(place, 1, whole);
          }
          assert.equal(await view().page.evaluate(() => "attacked" in window), false);
        });

      for (const { title, why, tried } of none)
        it(`cannot hold ${title}: ${why}`, async () => {
          if (tried === undefined) return;
          const ran = await kernel?.run(tried.cell);
          const result = ran?.events.find((event) => event.type === "execute_result");
          const types = Object.keys(result?.data ?? {}).filter((type) => type !== treeMime);
          assert.deepEqual(types, result === undefined ? [] : ["text/plain"]);
          const said = result?.data["text/plain"] ?? ran?.trace;
          assert.ok(typeof said === "string");
          assert.match(said, tried.says);
        });
    });
});
