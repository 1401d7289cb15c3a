import assert from "node:assert/strict";
import { toContainerLoad } from "../../../../containers/engine/container-load.ts";

const cpu = (used: number, system: number) => ({
  cpu_usage: { total_usage: used },
  system_cpu_usage: system,
  online_cpus: 4,
});

const measured = {
  precpu_stats: cpu(100, 1_000),
  cpu_stats: cpu(150, 1_100),
  memory_stats: { usage: 500, limit: 4_000, stats: { inactive_file: 100 } },
};

describe("what a container takes", () => {
  it("is memory without cached files, and processors", () => {
    assert.deepEqual(toContainerLoad(measured), { memory: 400, memoryLimit: 4_000, cpu: 2 });
  });

  it("knows cached files also by their name in cgroups 1", () => {
    const memory = { usage: 500, limit: 4_000, stats: { total_inactive_file: 200 } };
    assert.equal(toContainerLoad({ ...measured, memory_stats: memory })?.memory, 300);
  });

  it("is no processor where nothing was measured before", () => {
    const first = { ...measured, precpu_stats: { cpu_usage: { total_usage: 0 } }, cpu_stats: cpu(0, 1_100) };
    assert.equal(toContainerLoad(first)?.cpu, 0);
  });

  it("is nothing for a container that does not run", () => {
    assert.equal(
      toContainerLoad({ ...measured, memory_stats: {}, precpu_stats: { cpu_usage: { total_usage: 0 } } }),
      undefined,
    );
  });
});
