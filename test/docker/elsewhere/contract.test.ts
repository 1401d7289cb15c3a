import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { requireEngine as engineOf } from "../../../containers/engine/connect.ts";
import type { ContainerSpec, Engine } from "../../../containers/engine/engine.ts";
import { createContainerHost } from "../../../containers/hosts/container-host.ts";
import type { HostUnderTest } from "../../contracts/kernel-host.ts";
import { kernelHostContract } from "../../contracts/kernel-host.ts";
import { nodeImage, requireEngine } from "../../support/engine.ts";
import { inEngine } from "../../support/kernel-leftovers.ts";
import { startSshServer, type SshServer } from "../../support/sshd.ts";

const kernelFolder = "dist/kernel";

describe("the container host on another machine keeps the contract:", function () {
  this.timeout(240_000);
  let engine: Engine;
  let server: SshServer | undefined;
  let under: HostUnderTest;
  const volumes = new Set<string>();

  before(async function () {
    engine = await requireEngine(this);
    server = await startSshServer(this);
    const env = {
      ...process.env,
      ...(await server.env()),
      DOCKER_HOST: server.address,
      PIPENB_BASE_IMAGE: nodeImage(),
    };
    const far = await engineOf({ env });
    const strict = {
      ...far,
      create: (spec: ContainerSpec) => {
        for (const { kind, source } of spec.mounts)
          assert.equal(kind, "volume", `${source} is a folder of this machine`);
        assert.deepEqual(spec.publish ?? [], []);
        return far.create(spec);
      },
    };
    const noting = {
      ...strict,
      create: (spec: ContainerSpec) => {
        for (const { source } of spec.mounts) volumes.add(source);
        return strict.create(spec);
      },
    };
    under = {
      host: createContainerHost(strict, { kernelFolder, env }),
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
    await server?.stop();
  });

  kernelHostContract(() => under);
});
