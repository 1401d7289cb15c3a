import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { textOf } from "../../../app/failures/describe-failure.ts";
import type { Engine } from "../../../containers/engine/engine.ts";
import { createContainerHost } from "../../../containers/hosts/container-host.ts";
import { HostError } from "../../../containers/hosts/host-error.ts";
import type { KernelHost, RunningKernel, StartOptions } from "../../../containers/hosts/kernel-host.ts";
import { connectKernel } from "../../../protocol/client.ts";
import { nodeImage, requireEngine } from "../../support/engine.ts";
import { runOn, testFolder } from "../../contracts/kernel-host.ts";
import { inEngine } from "../../support/kernel-leftovers.ts";

/** A service that listens after a while and answers every connection with a word. */
const greeter = (after: number): readonly string[] => [
  "node",
  "-e",
  `setTimeout(() => require("node:net").createServer((socket) => socket.end(process.env.WORD)).listen(7000), ${after})`,
];
const ask = `
  import { connect } from "node:net";
  const word = await new Promise((resolve, reject) => {
    connect(7000, "greeter").on("data", (bytes) => resolve(String(bytes))).on("error", reject);
  });
  word`;

describe("services of a notebook", function () {
  this.timeout(120_000);
  let engine: Engine;
  let host: KernelHost;
  let place: ReturnType<typeof testFolder>;
  const image = nodeImage();
  let started: RunningKernel[];
  const start = async (services: object, more?: Partial<StartOptions>) => {
    const kernel = await host.start(place.options({ services }, more));
    started.push(kernel);
    return kernel;
  };

  before(async function () {
    engine = await requireEngine(this);
    host = createContainerHost(engine, {
      kernelFolder: "dist/kernel",
      env: { ...process.env, PIPENB_BASE_IMAGE: image },
    });
  });
  beforeEach(() => {
    place = testFolder();
    started = [];
  });
  afterEach(async () => {
    await Promise.all(started.map((kernel) => kernel.stop()));
    assert.deepEqual(await inEngine(engine, place.folder), []);
    place.remove();
  });

  it("are reached by their names, and end with the kernel", async () => {
    const kernel = await start({
      greeter: { image, command: greeter(0), environment: { WORD: "hello" }, ports: [7000] },
      other: { image, command: ["sleep", "600"] },
    });
    assert.equal((await runOn(kernel, ask)).result, "'hello'");
  });

  it("are waited for by their ports", async () => {
    const kernel = await start({
      greeter: { image, command: greeter(2_000), environment: { WORD: "late" }, ports: [7000] },
    });
    assert.equal((await runOn(kernel, ask)).result, "'late'");
  });

  it("are waited for by their ready command", async () => {
    const command = [
      "node",
      "-e",
      `setTimeout(() => require("node:fs").writeFileSync("/tmp/up", ""), 1500); setInterval(() => 0, 1000)`,
    ];
    const kernel = await start({ db: { image, command, ready: "test -e /tmp/up" } });
    const [db] = (await engine.containersWithLabel(`pipenb.kernel=${kernel.id}`)).filter(({ name }) =>
      name.endsWith("-db"),
    );
    assert.equal((await engine.exec(db?.id ?? "", ["test", "-e", "/tmp/up"])).exitCode, 0);
  });

  it("are waited for by their image's own health check", async () => {
    const tag = `pipenb-test/healthy:${randomBytes(4).toString("hex")}`;
    const dockerfile = [
      `FROM ${image}`,
      "HEALTHCHECK --interval=1s --start-period=30s CMD test -e /tmp/up",
      `CMD ["sh", "-c", "sleep 1; touch /tmp/up; sleep 600"]`,
    ].join("\n");
    await engine.build({ tag, context: [{ path: "Dockerfile", contents: dockerfile }] });
    try {
      const kernel = await start({ db: { image: tag } });
      const [db] = (await engine.containersWithLabel(`pipenb.kernel=${kernel.id}`)).filter(({ name }) =>
        name.endsWith("-db"),
      );
      assert.equal(db?.health, "healthy");
      await kernel.stop();
    } finally {
      await engine.removeImage(tag);
    }
  });

  it("are quoted when they end before they are ready", async () => {
    const broken = { image, command: ["sh", "-c", "echo no disk here >&2; exit 1"], ready: "true" };
    await assert.rejects(start({ broken }), (error) => {
      assert.ok(error instanceof HostError);
      assert.equal(error.code, "service");
      assert.match(textOf(error), /"broken".*ended before it was ready[^]*no disk here/);
      return true;
    });
  });

  it("are given up when the start is cancelled", async () => {
    const cancel = new AbortController();
    const starting = start(
      { never: { image, command: ["sleep", "600"], ready: "false" } },
      {
        signal: cancel.signal,
        onEvent: (event) => {
          if (event.type === "phase" && event.phase === "services")
            setTimeout(() => {
              cancel.abort();
            }, 1500);
        },
      },
    );
    await assert.rejects(starting, (error) => error instanceof HostError && error.code === "aborted");
  });

  it("go when the kernel ends by itself", async () => {
    const kernel = await start({ other: { image, command: ["sleep", "600"] } });
    const client = await connectKernel(kernel);
    await client.shutdown(false);
    assert.equal((await kernel.exited).reason, "stopped");
  });
});
