/** What services keep for a notebook that is renamed, on a real database: it goes along where somebody says so, and to no copy. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { copyFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Engine } from "../../containers/engine/engine.ts";
import { createContainerHost } from "../../containers/hosts/container-host.ts";
import { HostError } from "../../containers/hosts/host-error.ts";
import type { KernelHost } from "../../containers/hosts/kernel-host.ts";
import { findServices } from "../../containers/services/find-services.ts";
import { copyLabels, serviceContainerName } from "../../containers/services/kept-data.ts";
import { moveService } from "../../containers/services/move-data.ts";
import { testFolder } from "../contracts/kernel-host.ts";
import { runPipenb } from "../support/command-line.ts";
import type { Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import {
  dropKept,
  keptOf,
  makeKeptPostgres,
  postgresService,
  writeSecret,
} from "../support/kept-postgres.ts";

describe("services of a notebook that is renamed", function () {
  this.timeout(600_000);
  const image = `pipenb-test/moved-postgres:${randomBytes(4).toString("hex")}`;
  let engine: Engine;
  let place: ReturnType<typeof testFolder>;
  let host: KernelHost;

  before(async function () {
    engine = await requireEngine(this);
    await makeKeptPostgres(engine, this, image);
    place = testFolder();
    writeSecret(place.folder);
    const head = stringify({ pipenb: 1, ...postgresService(image) });
    writeFileSync(
      join(place.folder, "daily.pipenb"),
      `/* ---\n${head}--- */\n\n// %%\nconsole.log("ran");\n`,
    );
    const env = { ...process.env, PIPENB_BASE_IMAGE: nodeImage() };
    host = createContainerHost(engine, { kernelFolder: "dist/kernel", env });
  });

  after(async () => {
    await dropKept(engine, place.folder);
    place.remove();
    await engine.removeImage(image);
  });

  const services = (...args: readonly string[]): Promise<Ended> =>
    runPipenb(["services", ...args], { cwd: place.folder });
  const psql = (notebook: string, text: string): Promise<Ended> =>
    services("shell", notebook, "db", "--", "psql", "-U", "postgres", "-At", "-c", text);
  /** Works while the notebook has a kernel; gives what its start had to say. */
  const withKernel = async (notebook: string, work: () => Promise<void>): Promise<string> => {
    const notices: string[] = [];
    const kernel = await host.start({
      ...place.options(postgresService(image)),
      notebookPath: join(place.folder, notebook),
      onEvent: (event) => {
        if (event.type === "notice") notices.push(event.text);
      },
    });
    try {
      await work();
    } finally {
      await kernel.stop();
    }
    return notices.join("\n");
  };

  it("begin without data, and say where the former ones are and what takes them along", async () => {
    await withKernel("daily.pipenb", async () => {
      const made = await psql("daily.pipenb", "create table kept as select 42 as answer");
      assert.equal(made.code, 0, made.stderr);
    });
    renameSync(join(place.folder, "daily.pipenb"), join(place.folder, "moved.pipenb"));
    const said = await withKernel("moved.pipenb", async () => {
      assert.notEqual((await psql("moved.pipenb", "select answer from kept")).code, 0);
      const refused = await services("move", "--replace", "daily.pipenb", "moved.pipenb");
      assert.equal(refused.code, 1, refused.stderr);
      assert.match(refused.stderr, /"db" runs for the kernel [0-9a-f]+: its data are in use\./);
    });
    const [from, to] = ["daily", "moved"].map((name) => join(place.folder, `${name}.pipenb`));
    assert.equal(
      said,
      `The service "db" begins without data. What it kept for ${from}, which is gone, is still there: pipenb services move --replace ${from} ${to} db takes it along once this kernel has ended.`,
    );
  });

  it("have them after that, and nothing is left under the former name", async () => {
    const refused = await services("move", "daily.pipenb", "moved.pipenb");
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /"db" of \S+moved\.pipenb keeps data already\.[^]*--replace drops them\./);
    const moved = await services("move", "--replace", "daily.pipenb", "moved.pipenb");
    assert.equal(moved.code, 0, moved.stderr);
    assert.match(moved.stderr, /the data of db are those of moved\.pipenb now/);
    const said = await withKernel("moved.pipenb", async () => {
      assert.equal((await psql("moved.pipenb", "select answer from kept")).stdout, "42\n");
    });
    assert.equal(said, "");
    const { volumes } = await keptOf(engine, place.folder);
    assert.equal(volumes.length, 1);
    assert.match(volumes[0] ?? "", /^pipenb-data-moved-db-/);
    const again = await services("move", "daily.pipenb", "moved.pipenb");
    assert.equal(again.code, 64);
    assert.match(again.stderr, /No service of daily\.pipenb keeps data\./);
  });

  it("go to no copy of it, which is told of none that has its notebook", async () => {
    copyFileSync(join(place.folder, "moved.pipenb"), join(place.folder, "copy.pipenb"));
    const said = await withKernel("copy.pipenb", async () => {
      assert.notEqual((await psql("copy.pipenb", "select answer from kept")).code, 0);
    });
    assert.equal(said, "");
    assert.equal((await services("reset", "copy.pipenb", "--yes")).code, 0);
  });

  it("do not start over half of what was to be copied", async () => {
    const notebookPath = join(place.folder, "half.pipenb");
    const half = { notebookPath, service: "db", machine: "" };
    const id = await engine.create({
      image,
      name: serviceContainerName(half),
      entrypoint: ["/bin/sh", "-c"],
      command: ["exit 1"],
      environment: {},
      labels: copyLabels(half),
      mounts: [],
      restricted: true,
      init: false,
      autoRemove: false,
    });
    await engine.start(id);
    await engine.wait(id);
    const options = { ...place.options(postgresService(image)), notebookPath };
    await assert.rejects(
      host.start(options),
      (error) => error instanceof HostError && error.facts.code === "service-uncopied",
    );
    await engine.remove(id);
  });

  it("are where they were when they cannot be copied", async () => {
    const bare = `${image}-bare`;
    await engine.build({
      tag: bare,
      context: [{ path: "Dockerfile", contents: `FROM ${image}\nRUN rm "$(command -v cp)"\n` }],
    });
    try {
      const [record] = await findServices(engine, join(place.folder, "moved.pipenb"));
      assert.ok(record?.containerId !== undefined);
      await engine.remove(record.containerId);
      const withoutCopy = { ...record, image: bare, containerId: undefined };
      await assert.rejects(
        moveService(engine, withoutCopy, join(place.folder, "elsewhere.pipenb")),
        (error) => error instanceof HostError && error.facts.code === "service-copy",
      );
      const { containers, volumes } = await keptOf(engine, place.folder);
      assert.deepEqual(containers, []);
      assert.deepEqual(
        volumes,
        record.volumes.map(({ name }) => name),
      );
    } finally {
      await engine.removeImage(bare);
    }
  });
});
