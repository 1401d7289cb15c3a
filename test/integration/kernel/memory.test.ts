import assert from "node:assert/strict";
import { startProbedKernel } from "../../support/probed-kernel.ts";
import type { ProbedKernel } from "../../support/probed-kernel.ts";
import { smallCell } from "../../support/small-cell.ts";

describe("a kernel that runs many cells", function () {
  this.timeout(300_000);
  let probed: ProbedKernel;

  before(async function () {
    if (process.platform !== "linux") this.skip();
    probed = await startProbedKernel();
  });
  after(async () => {
    await probed.stop();
  });

  it("keeps little of each cell", async () => {
    const { kernel, used } = probed;
    let ran = 0;
    const runTo = async (count: number): Promise<void> => {
      for (; ran < count; ran += 1)
        await kernel.run(smallCell(ran), { cell: `cell-${ran}`, line: ran * 4 + 1 });
    };
    await runTo(500);
    const before = await used();
    await runTo(2_500);
    const after = await used();
    // 15 MB for 4,500 cells, and 17 MB for these 2,000 once.
    assert.ok(after - before < 6.7, `${before} MB, then ${after} MB`);
  });

  it("keeps nothing of what cells throw, nor of what is looked at", async () => {
    const { kernel, used } = probed;
    await kernel.run(`let big: number[]; const holder = { get big() { throw big; } };
      class JsDataFrame {} // as polars has it
      let frame: object;`);
    const growth = async (once: () => Promise<unknown>): Promise<number> => {
      const start = await used();
      for (let time = 0; time < 200; time += 1) await once();
      return (await used()) - start;
    };
    // 160 kB each time.
    const thrown = await growth(() =>
      kernel.run('throw Object.assign(new Error("x"), { big: new Array(20000).fill(1.5) })'),
    );
    const lookedAt = await growth(async () => {
      await kernel.run("big = new Array(20000).fill(1.5);");
      await kernel.client.ask("pipenb_knowledge_request", { about: "value", expression: "holder.big" });
    });
    const proxy = await growth(async () => {
      await kernel.run(
        "frame = new Proxy({ _df: new JsDataFrame() }, { big: new Array(20000).fill(1.5) } as object);",
      );
      const code = "frame._";
      const { matches } = await kernel.client.ask("complete_request", { code, cursor_pos: code.length });
      assert.ok(matches.includes("_df"), matches.join());
    });
    const most = Math.max(thrown, lookedAt, proxy);
    assert.ok(
      most < 4,
      `${thrown} MB by throwing, ${lookedAt} by looking, ${proxy} by looking behind a proxy`,
    );
  });
});
