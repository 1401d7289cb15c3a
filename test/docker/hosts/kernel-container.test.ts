import assert from "node:assert/strict";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { textOf } from "../../../app/failures/describe-failure.ts";
import type { Engine } from "../../../containers/engine/engine.ts";
import { createContainerHost } from "../../../containers/hosts/container-host.ts";
import { HostError } from "../../../containers/hosts/host-error.ts";
import type { KernelHost, RunningKernel } from "../../../containers/hosts/kernel-host.ts";
import { nodeImage, plainImage, requireEngine } from "../../support/engine.ts";
import { runOn, testFolder } from "../../contracts/kernel-host.ts";
import { inEngine } from "../../support/kernel-leftovers.ts";

const kernelFolder = "dist/kernel";

function withCode(code: HostError["code"], message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof HostError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(textOf(error), message);
    return true;
  };
}

describe("a kernel's container", function () {
  this.timeout(120_000);
  let engine: Engine;
  let host: KernelHost;
  let place: ReturnType<typeof testFolder>;
  let started: RunningKernel[];
  const env = { ...process.env, PIPENB_BASE_IMAGE: nodeImage() };

  /** Starts a kernel, runs a cell that gives something, and gives that from its JSON. */
  async function cell(frontMatter: object, code: string): Promise<unknown> {
    const kernel = await host.start(place.options(frontMatter));
    started.push(kernel);
    const ran = await runOn(kernel, `console.log(JSON.stringify(await (async () => { ${code} })()))`);
    assert.equal(ran.trace, "");
    return JSON.parse(ran.stdout);
  }

  before(async function () {
    engine = await requireEngine(this);
    host = createContainerHost(engine, { kernelFolder, env });
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

  describe("is a safe place:", () => {
    it("no capabilities, no new privileges, not root, the kernel's files read-only, a home to write to", async () => {
      const found = await cell(
        {},
        `const fs = await import("node:fs");
         const os = await import("node:os");
         const status = fs.readFileSync("/proc/self/status", "utf8");
         const of = (name) => new RegExp(name + ":\\\\s*(\\\\S+)").exec(status)[1];
         let refused = "";
         try { fs.writeFileSync("/opt/pipenb/bin/node", ""); } catch (error) { refused = error.code; }
         fs.writeFileSync(os.homedir() + "/mine", "");
         return { caps: of("CapBnd"), effective: of("CapEff"), privileges: of("NoNewPrivs"), uid: process.getuid(), refused };`,
      );
      assert.deepEqual(found, {
        caps: "0000000000000000",
        effective: "0000000000000000",
        privileges: "1",
        uid: statSync(place.folder).uid,
        refused: "EROFS",
      });
    });

    it("published on the loopback address alone, with limits on memory and processes", async () => {
      const small = createContainerHost(engine, { kernelFolder, env, memory: 512 * 1024 * 1024 });
      const kernel = await small.start(place.options());
      started.push(kernel);
      assert.equal(new URL(kernel.url).hostname, "127.0.0.1");
      const ran = await runOn(
        kernel,
        `import { readFileSync, existsSync } from "node:fs";
         const read = (...files: string[]) => readFileSync(files.find(existsSync) ?? "", "utf8").trim();
         console.log(read("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory.max"),
           read("/sys/fs/cgroup/pids/pids.max", "/sys/fs/cgroup/pids.max"));`,
      );
      assert.equal(ran.stdout.trim(), "536870912 4096", ran.trace);
    });

    it("says that memory ran out when that ends it before it is ready", async () => {
      const small = createContainerHost(engine, { kernelFolder, env, memory: 100 * 1024 * 1024 });
      // A module that the user has loaded before all others; the limit alone, however low, only makes starting slow.
      const fill = "const all = []; for (;;) all.push(Buffer.alloc(10_000_000, 1));";
      writeFileSync(join(place.folder, "fill.cjs"), fill);
      const environment = { NODE_OPTIONS: "--require=./fill.cjs" };
      await assert.rejects(
        small.start(place.options({ environment })),
        withCode("out-of-memory", /ran out of memory/),
      );
    });

    it("survives a cell that fills the memory", async () => {
      const small = createContainerHost(engine, { kernelFolder, env, memory: 400 * 1024 * 1024 });
      const kernel = await small.start(place.options());
      started.push(kernel);
      await runOn(kernel, "const all = []; while (true) all.push(Buffer.alloc(10_000_000, 1))");
      const ran = await runOn(kernel, "1 + 1");
      assert.equal(ran.result, "2", ran.trace);
    });
  });

  describe("on other images:", () => {
    it("runs on an image without Node", async () => {
      const found = await cell(
        { image: { base: plainImage() } },
        `return process.versions.node.split(".")[0]`,
      );
      assert.equal(found, "24");
    });

    it("builds nothing the second time", async () => {
      await (await host.start(place.options())).stop();
      const events: string[] = [];
      const kernel = await host.start(place.options({}, { onEvent: (event) => events.push(event.type) }));
      started.push(kernel);
      assert.deepEqual(events, ["phase", "phase"]);
    });
  });

  describe("mounts what the front matter says:", () => {
    it("makes missing folders as the user, and keeps to read-only", async () => {
      mkdirSync(join(place.folder, "in"));
      writeFileSync(join(place.folder, "in", "a.txt"), "input");
      const found = await cell(
        { mounts: ["./in:/data/in:ro", "./deep/out:/data/out", "./scratch:scratch"] },
        `const fs = await import("node:fs");
         fs.writeFileSync("/data/out/result", fs.readFileSync("/data/in/a.txt"));
         fs.writeFileSync("/app/work/scratch/x", "");
         try { fs.writeFileSync("/data/in/b.txt", ""); } catch (error) { return error.code; }`,
      );
      assert.equal(found, "EROFS");
      assert.equal(readFileSync(join(place.folder, "deep", "out", "result"), "utf8"), "input");
      assert.ok(existsSync(join(place.folder, "scratch", "x")));
      const { uid } = statSync(place.folder);
      for (const path of ["deep", "deep/out", "deep/out/result", "scratch"])
        assert.equal(statSync(join(place.folder, path)).uid, uid, path);
    });

    it("refuses one it cannot read", async () => {
      await assert.rejects(
        host.start(place.options({ mounts: ["only-a-source"] })),
        withCode("mount-form", /only-a-source/),
      );
    });

    it("refuses one whose folder cannot be made", async () => {
      writeFileSync(join(place.folder, "file"), "");
      await assert.rejects(
        host.start(place.options({ mounts: ["./file/below:/data"] })),
        withCode("mount-source", /file\/below.*cannot be made/),
      );
    });
  });

  describe("gives secrets as files:", () => {
    const writeSecret = (folder: string): void => {
      const { uid } = statSync(place.folder);
      mkdirSync(folder);
      writeFileSync(join(folder, "db"), "s3cret");
      for (const path of [folder, join(folder, "db")]) chownSync(path, uid, uid);
      chmodSync(join(folder, "db"), 0o400);
    };
    const read = `const fs = await import("node:fs");
      const text = fs.readFileSync("/run/secrets/db", "utf8");
      let refused = "";
      try { fs.writeFileSync("/run/secrets/db", "x"); } catch (error) { refused = error.code; }
      return [text, ["EROFS", "EACCES"].includes(refused), JSON.stringify(process.env).includes(text)];`;

    it("from the folder secrets beside the notebook", async () => {
      writeSecret(join(place.folder, "secrets"));
      assert.deepEqual(await cell({ secrets: ["db"] }, read), ["s3cret", true, false]);
    });

    it("from PIPENB_SECRETS_DIR", async () => {
      const folder = join(place.folder, "elsewhere");
      writeSecret(folder);
      host = createContainerHost(engine, { kernelFolder, env: { ...env, PIPENB_SECRETS_DIR: folder } });
      assert.deepEqual(await cell({ secrets: ["db"] }, read), ["s3cret", true, false]);
      host = createContainerHost(engine, { kernelFolder, env });
    });

    it("and says where a missing one is looked for", async () => {
      await assert.rejects(
        host.start(place.options({ secrets: ["db"] })),
        withCode("no-secret", new RegExp(`${place.folder}/secrets/db.*PIPENB_SECRETS_DIR`)),
      );
    });

    it("and refuses a name that leads elsewhere", async () => {
      await assert.rejects(
        host.start(place.options({ secrets: ["../db"] })),
        withCode("secret-name", /"\.\.\/db" cannot be/),
      );
    });
  });
});
