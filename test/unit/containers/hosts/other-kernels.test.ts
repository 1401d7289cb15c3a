import assert from "node:assert/strict";
import { hostname } from "node:os";
import type { ContainerSummary, Engine } from "../../../../containers/engine/engine.ts";
import { pruneContainerKernels } from "../../../../containers/hosts/container/other-kernels.ts";

const now = Math.floor(Date.now() / 1000);
/** No process has this number. */
const deadPid = 2 ** 30;

/** What is removed where one kernel of the owner ended so many seconds ago. */
async function removedOf(owner: string, endedAgo: number): Promise<readonly string[]> {
  const kernel: ContainerSummary = {
    id: "c",
    name: "kernel",
    image: "image",
    imageId: "sha256:0",
    state: "exited",
    labels: {
      "pipenb.kernel": "k",
      "pipenb.role": "kernel",
      "pipenb.started": String(now - 100_000),
      "pipenb.owner": owner,
    },
    created: now - 100_000,
    ports: new Map(),
    networks: [],
    exitCode: 0,
    ended: now - endedAgo,
  };
  // SAFETY: pruning asks for nothing else.
  const engine = {
    containersWithLabel: () => Promise.resolve([kernel]),
    networksWithLabel: () => Promise.resolve([]),
    remove: () => Promise.resolve(),
  } as unknown as Engine;
  return pruneContainerKernels(engine);
}

describe("pruning an engine that machines share", () => {
  it("removes what a dead owner of this machine left", async () => {
    assert.deepEqual(await removedOf(`${hostname()}:${deadPid}`, 0), ["the container kernel"]);
  });

  it("leaves what an owner of this machine has still to read", async () => {
    assert.deepEqual(await removedOf(`${hostname()}:${process.pid}`, 100_000), []);
  });

  it("leaves another machine's owner ten minutes to fetch the files", async () => {
    assert.deepEqual(await removedOf("elsewhere:1", 60), []);
    assert.deepEqual(await removedOf("elsewhere:1", 700), ["the container kernel"]);
  });
});
