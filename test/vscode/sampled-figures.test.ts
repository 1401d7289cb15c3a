/** Figures of a column, from the engines in a real kernel to the tip below its name: those of a sample say so. */
import assert from "node:assert/strict";
import { startTestKernel } from "../support/kernel-process.ts";
import type { TestKernel } from "../support/kernel-process.ts";
import { KernelFrames } from "../support/renderer/kernel-frames.ts";
import { useRendererPage } from "../support/renderer/use-page.ts";

const count = 300_000;
const libraries: readonly (readonly [name: string, setup: string, cell: string, quartile: RegExp])[] = [
  [
    "nodejs-polars",
    'import pl from "nodejs-polars";',
    `pl.DataFrame({ n: Int32Array.from({ length: ${count} }, (_, row) => row % 100) })`,
    /Quartile 50 % about (48|49|50|51)\b/,
  ],
  [
    "decimals of @duckdb/node-api",
    'import { DuckDBInstance } from "@duckdb/node-api";\nconst connection = await (await DuckDBInstance.create()).connect();',
    `await connection.runAndReadAll("select (i % 100)::decimal(18, 0) as n from range(${count}) t(i)")`,
    /Quartile 50 % about (48|49|50|51)\b/,
  ],
  [
    "arrays of objects",
    "0",
    `Array.from({ length: ${count} }, (_, row) => ({ n: row % 100 }))`,
    /Quartile 50 % 49\b/,
  ],
];

describe("figures of many rows", function () {
  this.timeout(600_000);
  const view = useRendererPage();
  let kernel: TestKernel | undefined;
  let frames: KernelFrames;

  before(async () => {
    kernel = await startTestKernel({ modules: process.cwd() });
    frames = await KernelFrames.connect(view(), kernel);
  });
  after(async () => kernel?.stop());

  for (const [name, setup, cell, quartile] of libraries)
    it(`of ${name} say which of them are of a sample`, async () => {
      assert.equal((await kernel?.run(setup))?.trace, "");
      await frames.show(cell);
      const picture = view().head("n").locator(".summary[role=img]");
      await picture.waitFor();
      assert.match((await picture.getAttribute("aria-label")) ?? "", quartile);
      const tip = view().page.getByRole("tooltip");
      // Rows that arrive meanwhile take the tip away, until the pointer moves.
      for (let x = 1; !(await tip.isVisible()); x = (x % 9) + 1) {
        await picture.hover({ position: { x, y: 3 } });
        await view().page.waitForTimeout(500);
      }
      assert.match((await tip.innerText()).replaceAll(/\s+/g, " "), quartile);
    });
});
