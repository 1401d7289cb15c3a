import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { textOf } from "../../app/failures/describe-failure.ts";
import { connectEngine } from "../../containers/engine/connect.ts";
import type { BuildEvent, ContainerSpec, Engine } from "../../containers/engine/engine.ts";
import { EngineError, NoEngineError } from "../../containers/engine/engine-error.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";

const run = randomBytes(4).toString("hex");
const label = `pipenb.test=${run}`;
const labels = { "pipenb.test": run };

const spec = (more: Partial<ContainerSpec>): ContainerSpec => ({
  image: nodeImage(),
  command: ["node", "-e", "0"],
  environment: {},
  labels,
  mounts: [],
  restricted: true,
  init: true,
  autoRemove: false,
  ...more,
});

const script = (text: string, more: Partial<ContainerSpec> = {}): ContainerSpec =>
  spec({ command: ["node", "-e", text], ...more });

function withCode(code: EngineError["code"], message?: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof EngineError, String(error));
    assert.equal(error.code, code, error.message);
    if (message !== undefined) assert.match(textOf(error), message);
    return true;
  };
}

async function get(port: number): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}`)).text();
}

/** Runs to its end; gives what it wrote on both streams. */
async function runToEnd(engine: Engine, wanted: ContainerSpec) {
  const id = await engine.create(wanted);
  const output = { stdout: "", stderr: "" };
  const attached = await engine.attach(
    id,
    (stream, chunk) => (output[stream] += Buffer.from(chunk).toString()),
  );
  await engine.start(id);
  const exitCode = await engine.wait(id);
  await attached.ended;
  return { id, exitCode, ...output };
}

describe("the engine over dockerode", function () {
  this.timeout(120_000);
  let found: Engine | undefined;
  let engine: Engine;
  const images: string[] = [];
  const build = (
    dockerfile: string,
    more: { target?: string; signal?: AbortSignal; events?: BuildEvent[] } = {},
  ) => {
    const tag = `pipenb-test/built:${run}-${images.length}`;
    images.push(tag);
    return engine.build({
      tag,
      context: [
        { path: "Dockerfile", contents: dockerfile },
        { path: "folder/hello.txt", contents: "hello" },
        { path: "folder/tool", contents: "#!/bin/sh\necho tool", mode: 0o755 },
      ],
      labels,
      buildArgs: { GREETING: "hi there" },
      ...(more.target === undefined ? {} : { target: more.target }),
      ...(more.signal === undefined ? {} : { signal: more.signal }),
      onEvent: (event) => more.events?.push(event),
    });
  };

  before(async function () {
    found = await requireEngine(this);
    engine = found;
  });

  after(async () => {
    if (found === undefined) return;
    for (const { id } of await engine.containersWithLabel(label)) await engine.remove(id);
    for (const { id } of await engine.networksWithLabel(label)) await engine.removeNetwork(id);
    for (const { name } of await engine.volumesWithLabel(label)) await engine.removeVolume(name);
    for (const tag of images) await engine.removeImage(tag);
  });

  describe("about itself", () => {
    it("tells its version and architecture in Node's words", async () => {
      const info = await engine.info();
      assert.match(info.version, /^\d+\./);
      assert.equal(info.os, "linux");
      assert.equal(info.architecture, process.arch);
    });

    it("is not found where nothing listens, and says what was tried", async () => {
      const connection = await connectEngine({ env: { DOCKER_HOST: "tcp://127.0.0.1:1" } });
      assert.ok(connection.kind === "none");
      assert.equal(connection.tried.length, 1);
      assert.match(textOf(new NoEngineError(connection.tried)), /DOCKER_HOST.*ECONNREFUSED.*running\?/);
    });
  });

  describe("building", () => {
    it("announces steps with their instruction, passes output on, and gives the image", async () => {
      const events: BuildEvent[] = [];
      const image = await build(
        `FROM ${nodeImage()}\nARG GREETING=${run}\nRUN echo "$GREETING from ${run}"\nCOPY folder /folder\nUSER node\nENTRYPOINT ["node"]`,
        { events },
      );
      const steps = events.filter((event) => event.type === "step");
      assert.deepEqual(
        steps.map(({ step, of, cached }) => [step, of, cached]).slice(0, 3),
        [
          [1, 7, false],
          [2, 7, false],
          [3, 7, false],
        ].map(([step, , cached]) => [step, steps[0]?.of, cached]),
      );
      assert.match(steps[2]?.instruction ?? "", /^RUN echo/);
      assert.ok(events.some((event) => event.type === "output" && event.text === `hi there from ${run}`));
      assert.match(image.id, /^sha256:[0-9a-f]{64}$/);
      assert.deepEqual(image.entrypoint, ["node"]);
      assert.equal(image.user, "node");
      assert.equal(image.labels["pipenb.test"], run);
      assert.equal(image.architecture, process.arch);
      assert.deepEqual(await engine.image(image.id), image);
    });

    it("takes every layer from the cache when nothing has changed", async () => {
      const dockerfile = `FROM ${nodeImage()}\nCOPY folder /again\nRUN echo ${run}`;
      const first = await build(dockerfile);
      const events: BuildEvent[] = [];
      const second = await build(dockerfile, { events });
      const steps = events.filter((event) => event.type === "step").slice(1);
      assert.ok(steps.length >= 2 && steps.every(({ cached }) => cached), JSON.stringify(steps));
      assert.equal(second.id, first.id);
    });

    it("keeps permission bits of the context", async () => {
      const image = await build(`FROM ${nodeImage()}\nCOPY folder /folder`);
      const { stdout } = await runToEnd(engine, spec({ image: image.id, command: ["/folder/tool"] }));
      assert.equal(stdout, "tool\n");
    });

    it("builds no further than the target", async () => {
      const image = await build(
        `FROM ${nodeImage()} AS first\nENV STAGE=first\nFROM first AS second\nRUN false`,
        {
          target: "first",
        },
      );
      assert.match(image.id, /^sha256:/);
    });

    it("quotes the failing step and the last lines it said", async () => {
      const dockerfile = `FROM ${nodeImage()}\nRUN echo one; echo two; exit 3`;
      await assert.rejects(
        build(dockerfile),
        withCode("build-failed", /Step 2\/\d+ .*RUN echo one[^]*exit code 3[^]*one[^]*two/),
      );
    });

    it("names the image that no registry gives", async () => {
      await assert.rejects(build(`FROM pipenb-test/absent:${run}`), (error) => {
        assert.ok(error instanceof EngineError);
        assert.ok(["pull-denied", "registry-unreachable"].includes(error.code), error.message);
        assert.match(textOf(error), /pipenb-test\/absent/);
        return true;
      });
    });

    it("stops the engine's work when it is aborted", async () => {
      const abort = new AbortController();
      const events: BuildEvent[] = [];
      const building = engine.build({
        tag: `pipenb-test/aborted:${run}`,
        context: [
          { path: "Dockerfile", contents: `FROM ${nodeImage()}\nRUN echo begun ${run} && sleep 600` },
        ],
        labels,
        signal: abort.signal,
        onEvent(event) {
          events.push(event);
          if (event.type === "output" && event.text.startsWith("begun")) abort.abort();
        },
      });
      await assert.rejects(building, withCode("aborted"));
      const deadline = AbortSignal.timeout(100_000);
      while ((await engine.containersWithLabel(label)).some(({ state }) => state === "running")) {
        deadline.throwIfAborted();
      }
      assert.equal(await engine.image(`pipenb-test/aborted:${run}`), undefined);
    });
  });

  describe("images", () => {
    it("gives nothing for an image that is not there", async () => {
      assert.equal(await engine.image(`pipenb-test/absent:${run}`), undefined);
    });

    it("tags and removes, and removing again is no error", async () => {
      const tag = `pipenb-test/tagged:${run}`;
      await engine.tag(nodeImage(), tag);
      assert.equal((await engine.image(tag))?.id, (await engine.image(nodeImage()))?.id);
      await engine.removeImage(tag);
      await engine.removeImage(tag);
      assert.equal(await engine.image(tag), undefined);
    });

    it("says that it cannot pull, and what to look at", async () => {
      await assert.rejects(
        engine.pull(`127.0.0.1:1/absent:${run}`),
        withCode("registry-unreachable", /Could not pull/),
      );
    });
  });

  describe("containers", () => {
    it("keep stdout and stderr apart, and give their exit code", async () => {
      const done = await runToEnd(
        engine,
        script(`console.log("out ✓"); console.error("err"); process.exitCode = 7`),
      );
      assert.deepEqual([done.exitCode, done.stdout, done.stderr], [7, "out ✓\n", "err\n"]);
      const summary = await engine.container(done.id);
      assert.equal(summary?.state, "exited");
      assert.equal(summary.exitCode, 7);
      assert.equal(summary.outOfMemory, false);
      assert.match(await engine.logs(done.id), /out ✓/);
    });

    it("lose no line of a megabyte", async () => {
      const done = await runToEnd(
        engine,
        script(`for (let i = 0; i < 20000; i++) console.log("line " + i + " ".repeat(40))`),
      );
      const lines = done.stdout.trimEnd().split("\n");
      assert.equal(lines.length, 20_000);
      assert.equal(lines.at(-1)?.trim(), "line 19999");
    });

    it("write each line exactly once, however many run at once", async () => {
      const lines = Array.from({ length: 5 }, (_, index) => `line ${index}\n`).join("");
      const command = ["sh", "-c", "for i in 0 1 2 3 4; do echo line $i; echo line $i >&2; done"];
      const all = await Promise.all(Array.from({ length: 12 }, () => runToEnd(engine, spec({ command }))));
      for (const { stdout, stderr } of all) assert.deepEqual([stdout, stderr], [lines, lines]);
    });

    it("run with nothing allowed when restricted, as the user that is asked for", async () => {
      const done = await runToEnd(
        engine,
        spec({
          command: ["sh", "-c", "id -u; id -g; grep -E 'CapBnd|NoNewPrivs' /proc/self/status"],
          user: "1234:4321",
          pids: 64,
          memory: 256 * 1024 * 1024,
        }),
      );
      assert.match(done.stdout, /^1234\n4321\nCapBnd:\s+0+\nNoNewPrivs:\s+1\n$/);
    });

    it("see their environment, mounts and working directory", async () => {
      const volume = `pipenb-test-${run}`;
      await engine.createVolume(volume, labels);
      const done = await runToEnd(
        engine,
        script(`fs.writeFileSync("/data/x", "kept"); console.log(process.env.GREETING, process.cwd())`, {
          environment: { GREETING: "a=b c" },
          workingDirectory: "/tmp",
          mounts: [{ kind: "volume", source: volume, target: "/data", readOnly: false }],
        }),
      );
      assert.equal(done.stdout, "a=b c /tmp\n");
      const again = await runToEnd(
        engine,
        script(`console.log(fs.readFileSync("/data/x", "utf8")); fs.writeFileSync("/data/x", "")`, {
          mounts: [{ kind: "volume", source: volume, target: "/data", readOnly: true }],
        }),
      );
      assert.match(again.stdout, /kept/);
      assert.match(again.stderr, /EROFS/);
    });

    it("answer on a port of this machine's loopback only", async () => {
      const id = await engine.create(
        script(
          `require("http").createServer((_, a) => a.end("hello")).listen(8000, () => console.log("up"))`,
          {
            publish: [8000],
          },
        ),
      );
      const up = Promise.withResolvers<undefined>();
      const attached = await engine.attach(id, () => {
        up.resolve(undefined);
      });
      await engine.start(id);
      await up.promise;
      const port = (await engine.container(id))?.ports.get(8000);
      assert.ok(port !== undefined);
      assert.equal(await get(port), "hello");
      await engine.stop(id, 0);
      assert.ok([137, 143].includes(await engine.wait(id))); // by force, unless the first signal was enough
      await attached.ended;
    });

    it("find each other by name on a network of their own", async () => {
      const network = await engine.createNetwork(`pipenb-test-${run}`, labels);
      const server = await engine.create(
        script(`require("http").createServer((_, a) => a.end("from db")).listen(80)`, {
          network,
          networkAliases: ["db"],
          restricted: false,
        }),
      );
      await engine.start(server);
      const client = `const go = () => fetch("http://db").then((a) => a.text()).then(console.log, () => setTimeout(go, 50)); go()`;
      assert.equal((await runToEnd(engine, script(client, { network }))).stdout, "from db\n");
      await assert.rejects(engine.removeNetwork(network), EngineError);
      await engine.stop(server, 0);
    });

    it("run further commands and take files", async () => {
      const id = await engine.create(script("setInterval(() => 0, 1000)", { restricted: false }));
      await engine.start(id);
      await engine.putArchive(id, "/tmp", [{ path: "deep/note.txt", contents: "note" }]);
      const done = await engine.exec(id, ["sh", "-c", "cat /tmp/deep/note.txt; echo; exit 5"]);
      assert.equal(done.exitCode, 5);
      assert.equal(done.output, "note\n");
      await engine.remove(id);
    });

    it("are stopped, killed and removed again without an error", async () => {
      const id = await engine.create(script("setInterval(() => 0, 1000)"));
      await engine.start(id);
      await engine.start(id);
      await engine.stop(id, 1);
      await engine.stop(id, 1);
      await engine.remove(id);
      await engine.remove(id);
      await engine.stop(id, 1);
      assert.equal(await engine.container(id), undefined);
    });

    it("that run out of memory say so", async () => {
      const done = await runToEnd(
        engine,
        script(`const kept = []; for (;;) kept.push(Buffer.alloc(16 << 20, 1))`, {
          memory: 64 * 1024 * 1024,
        }),
      );
      const summary = await engine.container(done.id);
      assert.equal(done.exitCode, 137);
      assert.equal(summary?.outOfMemory, true);
    });

    it("are measured while they run, and not before, after or when they are gone", async () => {
      const limit = 256 * 1024 * 1024;
      const id = await engine.create(script("for (;;) {}", { memory: limit }));
      assert.equal(await engine.stats(id), undefined);
      await engine.start(id);
      const load = await engine.stats(id);
      assert.ok(load !== undefined && load.memory > 0 && load.memory < limit && load.cpu > 0);
      assert.equal(load.memoryLimit, limit);
      await engine.stop(id, 0);
      await engine.wait(id);
      assert.equal(await engine.stats(id), undefined);
      await engine.remove(id);
      assert.equal(await engine.stats(id), undefined);
    });

    it("of an absent image cannot be made", async () => {
      await assert.rejects(
        engine.create(spec({ image: `pipenb-test/absent:${run}` })),
        withCode("no-such-image"),
      );
    });

    it("with an absent folder to mount cannot be made, and no folder is made for them", async () => {
      const source = `/tmp/pipenb-test-absent-${run}`;
      const wanted = spec({ mounts: [{ kind: "bind", source, target: "/data", readOnly: false }] });
      await assert.rejects(engine.create(wanted), withCode("mount-source", /Create the folder/));
    });

    it("are found by their label", async () => {
      const id = await engine.create(spec({ labels: { ...labels, "pipenb.test.which": "labelled" } }));
      const found = await engine.containersWithLabel("pipenb.test.which=labelled");
      assert.ok(found.some((summary) => summary.id === id && summary.state === "created"));
    });
  });

  describe("volumes", () => {
    it("come and go with their labels", async () => {
      const name = `pipenb-test-${run}-labelled`;
      await engine.createVolume(name, labels);
      assert.equal((await engine.volume(name))?.labels["pipenb.test"], run);
      assert.ok((await engine.volumesWithLabel(label)).some((volume) => volume.name === name));
      await engine.removeVolume(name);
      await engine.removeVolume(name);
      assert.equal(await engine.volume(name), undefined);
    });

    it("that are in use are not removed", async () => {
      const name = `pipenb-test-${run}-used`;
      await engine.createVolume(name, labels);
      await engine.create(
        spec({ mounts: [{ kind: "volume", source: name, target: "/data", readOnly: false }] }),
      );
      await assert.rejects(engine.removeVolume(name), withCode("conflict"));
    });
  });
});
