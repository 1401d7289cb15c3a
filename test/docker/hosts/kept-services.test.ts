import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { textOf } from "../../../app/failures/describe-failure.ts";
import { withServices } from "../../../app/image/with-services.ts";
import type { Engine } from "../../../containers/engine/engine.ts";
import { createContainerHost } from "../../../containers/hosts/container-host.ts";
import { HostError } from "../../../containers/hosts/host-error.ts";
import type { KernelHost, RunningKernel, StartOptions } from "../../../containers/hosts/kernel-host.ts";
import { secretMounts } from "../../../containers/hosts/container/secret-mounts.ts";
import { nodeImage, requireEngine } from "../../support/engine.ts";
import { inEngine } from "../../support/kernel-leftovers.ts";
import {
  dropKept,
  keptOf,
  madeFrom,
  makeKeptPostgres,
  postgresService,
  sql,
  writeSecret,
} from "../../support/kept-postgres.ts";
import { testFolder } from "../../contracts/kernel-host.ts";
import { removeTag } from "../../support/remove-tag.ts";

describe("services that keep their data", function () {
  this.timeout(300_000);
  const image = `pipenb-test/kept-postgres:${randomBytes(4).toString("hex")}`;
  let engine: Engine;
  let host: KernelHost;
  let place: ReturnType<typeof testFolder>;
  let running: RunningKernel[];

  before(async function () {
    engine = await requireEngine(this);
    await makeKeptPostgres(engine, this, image);
    host = createContainerHost(engine, {
      kernelFolder: "dist/kernel",
      env: { ...process.env, PIPENB_BASE_IMAGE: nodeImage() },
    });
  });
  after(async () => {
    await removeTag(engine, image);
  });
  beforeEach(() => {
    place = testFolder();
    writeSecret(place.folder);
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((kernel) => kernel.stop()));
    await dropKept(engine, place.folder);
    assert.deepEqual(await inEngine(engine, place.folder), []);
    place.remove();
  });

  const start = async (more: object = {}, options: Partial<StartOptions> = {}): Promise<RunningKernel> => {
    const kernel = await host.start(place.options(postgresService(image, more), options));
    running.push(kernel);
    return kernel;
  };
  /** The container that the kernel's network has as `db`. */
  const databaseOf = async ({ id }: RunningKernel): Promise<string> => {
    const [own] = (await engine.containersWithLabel(`pipenb.kernel=${id}`)).filter(({ name }) =>
      name.endsWith("-db"),
    );
    const [kept] = (await engine.containersWithLabel("pipenb.service=db")).filter(({ networks }) =>
      networks.includes(`pipenb-${id}`),
    );
    return (kept ?? own)?.id ?? assert.fail("no database");
  };
  const ask = async (kernel: RunningKernel, text: string): Promise<string> =>
    sql(engine, await databaseOf(kernel), text);
  const states = async (): Promise<readonly string[]> =>
    (await keptOf(engine, place.folder)).containers.map(({ state }) => state);

  it("have them again in the next kernel", async () => {
    const first = await start();
    await ask(first, "create table kept as select 42 as answer");
    await first.stop();
    assert.deepEqual(await states(), ["exited"]);
    const [volume] = (await keptOf(engine, place.folder)).volumes;
    assert.match(volume ?? "", /^pipenb-data-daily-db-[0-9a-f]{12}$/);
    assert.equal(await ask(await start(), "select answer from kept"), "42");
  });

  it("keep nothing where the front matter says so, or the start", async () => {
    for (const [more, options] of [
      [{ keep: false }, {}],
      [{}, { fresh: true }],
    ] as const) {
      const kernel = await start(more, options);
      await ask(kernel, "create table gone (x int)");
      await kernel.stop();
    }
    assert.deepEqual(await keptOf(engine, place.folder), { containers: [], volumes: [] });
  });

  it("keep the folders that are listed where the image declares none", async () => {
    const more = { image: madeFrom, keep: ["/var/lib/postgresql/data"] };
    const kernel = await start(more);
    await ask(kernel, "create table kept as select 1 as x");
    await kernel.stop();
    assert.equal(await ask(await start(more), "select x from kept"), "1");
  });

  it("are shared by kernels of a notebook and runs of its image, and stop with the last", async () => {
    const one = await start();
    const two = await start();
    assert.equal(await databaseOf(one), await databaseOf(two));
    await ask(one, "create table shared as select 1 as x");
    const { notebookPath, frontMatter } = place.options(postgresService(image));
    await one.stop();
    assert.deepEqual(await states(), ["running"]);
    const wanted = {
      image: nodeImage(),
      notebookPath,
      services: frontMatter.services,
      mounts: await secretMounts(["db"], place.folder, {}),
      signal: undefined,
    };
    await withServices(engine, wanted, async ({ network }) => {
      assert.match(network ?? "", /^pipenb-/);
      assert.equal(await ask(two, "select x from shared"), "1");
      await two.stop();
      assert.deepEqual(await states(), ["running"]);
    });
    assert.deepEqual(await states(), ["exited"]);
  });

  it("start once where many kernels start at once, and live as long as one of them", async () => {
    const kernels = await Promise.all([start(), start(), start()]);
    const [database, ...others] = await Promise.all(kernels.map(databaseOf));
    assert.deepEqual(others, [database, database]);
    const [last, ...first] = kernels;
    await Promise.all(first.map((kernel) => kernel.stop()));
    assert.equal(await ask(last, "select 1"), "1");
  });

  it("are not started again while others use them with other settings", async () => {
    const kernel = await start();
    await ask(kernel, "create table kept as select 1 as x");
    const other = { environment: { POSTGRES_PASSWORD_FILE: "/run/secrets/db", TZ: "UTC" } };
    await assert.rejects(start(other), (error) => {
      assert.ok(error instanceof HostError);
      assert.match(
        textOf(error),
        new RegExp(`runs for the kernel ${kernel.id.slice(0, 12)}, with other settings`),
      );
      assert.match(textOf(error), new RegExp(`pipenb kernel stop ${kernel.id.slice(0, 12)}.*--fresh`));
      return true;
    });
    await start(other, { fresh: true });
    await kernel.stop();
    assert.equal(await ask(await start(other), "select x from kept"), "1");
  });

  it("go on after a kernel that was killed", async () => {
    const kernel = await start();
    await ask(kernel, "create table kept as select 1 as x");
    const [container] = (await engine.containersWithLabel(`pipenb.kernel=${kernel.id}`)).filter(
      ({ labels }) => labels["pipenb.role"] === "kernel",
    );
    await engine.stop(container?.id ?? "", 0);
    await kernel.exited;
    assert.deepEqual(await states(), ["exited"]);
    const next = await start();
    // The server itself is killed, as with the machine.
    await engine.exec(await databaseOf(next), ["sh", "-c", "kill -9 1 || true"]);
    await engine.stop(await databaseOf(next), 0);
    await next.stop();
    assert.equal(await ask(await start(), "select x from kept"), "1");
  });

  it("say what to do where a server refuses what was kept", async () => {
    const kernel = await start();
    await engine.exec(await databaseOf(kernel), ["sh", "-c", "echo 9.6 > $PGDATA/PG_VERSION"]);
    await kernel.stop();
    await assert.rejects(start(), (error) => {
      assert.match(
        textOf(error),
        /"db".*ended before it was ready[^]*initialized by PostgreSQL version 9\.6/,
      );
      assert.match(textOf(error), /over the data that it kept[^]*pipenb services reset .*daily\.pipenb db/);
      return true;
    });
    const other = `${image}-other`;
    await engine.tag(image, other);
    try {
      await assert.rejects(host.start(place.options(postgresService(other))), (error) => {
        assert.ok(textOf(error).includes(`over data that ${image} made, another image`), textOf(error));
        return true;
      });
    } finally {
      await dropKept(engine, place.folder);
      await engine.removeImage(other);
    }
  });

  it("keep nothing of a first start that failed or was cancelled", async () => {
    await assert.rejects(start({ environment: { POSTGRES_PASSWORD_FILE: "/nowhere" } }), HostError);
    const cancel = new AbortController();
    const starting = start(
      { ready: "false" },
      {
        signal: cancel.signal,
        onEvent: (event) => {
          if (event.type === "phase" && event.phase === "services")
            setTimeout(() => {
              cancel.abort();
            }, 1_500);
        },
      },
    );
    await assert.rejects(starting, HostError);
    assert.deepEqual(await keptOf(engine, place.folder), { containers: [], volumes: [] });
  });
});
