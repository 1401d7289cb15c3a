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
});
