import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { DataframeRegistry } from "../../../../kernel/dataframes/dataframe-registry.ts";

/** Collects what nothing refers to any more, in a turn of its own: what was read through a weak reference lives until then. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  await new Promise((resolve) => setImmediate(resolve));
  // SAFETY: the flag above defines it.
  (runInNewContext("gc") as () => void)();
}

describe("frames that were shown", () => {
  const shown = (frames: DataframeRegistry, values: number): string =>
    frames.hold({ library: "columns", value: { rows: [] } }, values) ?? "";

  it("stay for as long as they are small together", async () => {
    const frames = new DataframeRegistry();
    const ids = [1, 2, 3].map(() => shown(frames, 1_000));
    await collectGarbage();
    assert.deepEqual(
      ids.map((id) => frames.find(id) !== undefined),
      [true, true, true],
    );
  });

  it("leave memory to large ones that come after them, the newest of which stays", async () => {
    const frames = new DataframeRegistry();
    const ids = [1, 2, 3].map(() => shown(frames, 20_000_000));
    await collectGarbage();
    assert.deepEqual(
      ids.map((id) => frames.find(id) !== undefined),
      [false, false, true],
    );
  });
});
