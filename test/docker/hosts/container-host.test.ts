import { execFileSync } from "node:child_process";
import assert from "node:assert/strict";
import type { ContainerSpec, Engine } from "../../../containers/engine/engine.ts";
import { createContainerHost } from "../../../containers/hosts/container-host.ts";
import { nodeImage, requireEngine } from "../../support/engine.ts";
import { kernelHostContract } from "../../contracts/kernel-host.ts";
import type { HostUnderTest } from "../../contracts/kernel-host.ts";
import { inEngine } from "../../support/kernel-leftovers.ts";

const kernelFolder = "dist/kernel";

describe("the container host keeps the contract:", function () {
  this.timeout(120_000);
  let engine: Engine;
  let under: HostUnderTest;
  const volumes = new Set<string>();

  before(async function () {
    engine = await requireEngine(this);
    const env = { ...process.env, PIPENB_BASE_IMAGE: nodeImage() };
    const noting = {
      ...engine,
      create: (spec: ContainerSpec) => {
        for (const { kind, source } of spec.mounts) if (kind === "volume") volumes.add(source);
        return engine.create(spec);
      },
    };
    under = {
      host: createContainerHost(engine, { kernelFolder, env }),
      broken: createContainerHost(noting, { kernelFolder: "test/fixtures/hosts/broken", env }),
      env,
      killHard: async ({ id }) => {
        const [container] = await engine.containersWithLabel(`pipenb.kernel=${id}`);
        assert.ok(container);
        execFileSync("docker", ["kill", container.id]);
      },
      leftovers: (folder) => inEngine(engine, folder),
    };
  });
  after(async () => {
    // The volume of the broken kernel.
    for (const volume of volumes) {
      await engine.removeVolume(volume);
      await engine.removeVolume(`${volume}-ready`);
    }
  });

  kernelHostContract(() => under);
});
