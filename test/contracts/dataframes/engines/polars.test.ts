import { createRequire } from "node:module";
import pl from "nodejs-polars";
import { openPolars, openPolarsLazy } from "../../../../dataframes/engines/polars/open-polars.ts";
import { describeEngineContract } from "../../dataframe-engine.ts";
import { polarsFrame } from "../../../support/frame-engine/polars-frame.ts";

const require = createRequire(import.meta.url);

/** As a cell would. */
async function evaluate(code: string, orders: object): Promise<object> {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- that it runs is what is tested
  const run: unknown = new Function("orders", "pl", `return (async () => (${code}))()`);
  // SAFETY: made two lines above.
  return (run as (orders: object, pl: unknown) => Promise<object>)(orders, pl);
}

describeEngineContract("nodejs-polars", {
  make: (columns) => {
    const frame = polarsFrame(columns);
    return {
      engine: openPolars(frame, require),
      run: async (code) => openPolars(await evaluate(code, frame), require),
    };
  },
  lacks: ["duplicate-names"],
});

describeEngineContract("lazy nodejs-polars", {
  make: (columns) => {
    const frame = polarsFrame(columns).lazy();
    return {
      engine: openPolarsLazy(frame, require),
      run: async (code) => openPolars(await evaluate(code, frame), require),
    };
  },
  lacks: ["duplicate-names", "row-count"],
});
