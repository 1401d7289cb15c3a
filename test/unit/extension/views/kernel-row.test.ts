import assert from "node:assert/strict";
import type { KernelRecord } from "../../../../containers/hosts/kernel-host.ts";
import { kernelRow } from "../../../../extension/views/kernel-row.ts";

const kernel: KernelRecord = {
  id: "abc",
  host: "container",
  notebookPath: "/data/daily.pipenb",
  image: "pipenb-environment:1",
  started: 1_000,
  state: "running",
};

const after = (seconds: number) => kernelRow(kernel, (1_000 + seconds) * 1000).description;

describe("a kernel in the list", () => {
  it("is known by its notebook, image and age", () => {
    const row = kernelRow(kernel, 1_030_000);
    assert.equal(row.label, "daily.pipenb");
    assert.equal(row.description, "pipenb-environment:1, 30 s");
    assert.match(row.tooltip, /\/data\/daily\.pipenb\nin a container[\s\S]*kernel abc/);
  });

  it("has its age in what one would say", () => {
    assert.match(after(-3), /, 0 s$/);
    assert.match(after(90), /, 1 min$/);
    assert.match(after(3 * 3600 + 60), /, 3 h 1 min$/);
    assert.match(after(72 * 3600), /, 3 days$/);
  });

  it("that has ended says so, and that stopping it tidies up", () => {
    const row = kernelRow({ ...kernel, state: "dead", host: "local", image: undefined }, 1_030_000);
    assert.equal(row.description, "ended — local process");
    assert.match(row.tooltip, /tidies up/);
  });

  it("says what it takes once that is measured", () => {
    const load = { memory: 268_000_000, memoryLimit: 4_000_000_000, cpu: 0.034 };
    const row = kernelRow(kernel, 1_030_000, load);
    assert.equal(row.description, "268 MB, 3 % CPU, pipenb-environment:1, 30 s");
    assert.match(row.tooltip, /It takes 268 MB of 4\.0 GB memory and 3 % of a processor\./);
  });
});
