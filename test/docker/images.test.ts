import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ArchiveEntry, BuildEvent, ContainerSpec, Engine } from "../../containers/engine/engine.ts";
import { EngineError } from "../../containers/engine/engine-error.ts";
import { environmentDockerfile } from "../../containers/images/environment-dockerfile.ts";
import { type BuildSettings, buildSettings } from "../../containers/images/base-image.ts";
import { ensureEnvironmentImage } from "../../containers/images/environment-image.ts";
import { ensureKernelVolume } from "../../containers/images/kernel-volume.ts";
import { buildPipelineImage } from "../../containers/images/pipeline-image.ts";
import { FrontMatterSchema } from "../../notebook/front-matter.ts";
import { nodeImage, plainImage, requireEngine } from "../support/engine.ts";

const run = randomBytes(4).toString("hex");
const labels = { "pipenb.test": run };
/** Where Debian keeps what it trusts; elsewhere the builds of these tests trust what the image trusts. */
const machineBundle = "/etc/ssl/certs/ca-certificates.crt";
const certificates = existsSync(machineBundle) ? { PIPENB_CA_BUNDLE: machineBundle } : {};
const lock = (name: string): string =>
  JSON.stringify({
    name,
    version: "0.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { name, version: "0.0.0", dependencies: { ms: "2.1.3" } },
      "node_modules/ms": {
        version: "2.1.3",
        integrity:
          "sha512-6FlzubTLZG3J2a/NVCAleEhjzq5oxgHyaCU9yYXvcLsvoVaHJq/s5xXI6/XXP6tz7R9xAOtHnSO/tXtF3WRTlA==",
        license: "MIT",
      },
    },
  });

describe("images and the kernel volume", function () {
  this.timeout(300_000);
  let found: Engine | undefined;
  let engine: Engine;
  let folder: string;
  const images: string[] = [];
  const volumes: string[] = [];
  let settings: BuildSettings;

  before(async function () {
    found = await requireEngine(this);
    engine = found;
    settings = buildSettings({ PIPENB_BASE_IMAGE: nodeImage(), ...certificates });
    folder = await mkdtemp(join(tmpdir(), "pipenb-images-"));
  });

  after(async () => {
    if (found === undefined) return;
    for (const { id } of await engine.containersWithLabel(`pipenb.test=${run}`)) await engine.remove(id);
    for (const image of images) await engine.removeImage(image);
    for (const volume of volumes) {
      await engine.removeVolume(volume);
      await engine.removeVolume(`${volume}-ready`);
    }
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs a command to its end; gives its exit code and what it wrote. */
  async function output(image: string, command: readonly string[], more: Partial<ContainerSpec> = {}) {
    const id = await engine.create({
      image,
      command,
      environment: {},
      labels,
      mounts: [],
      restricted: true,
      init: false,
      autoRemove: false,
      ...more,
    });
    await engine.start(id);
    const exitCode = await engine.wait(id);
    return { exitCode, text: await engine.logs(id) };
  }

  describe("the environment image", () => {
    const name = `test-${run}`;
    const ensure = (base: string, events: BuildEvent[] = [], wanted = settings) => {
      const frontMatter = FrontMatterSchema.parse({ pipenb: 1, image: { base, npm: { ms: "2.1.3" } } });
      const context = [
        { path: "Dockerfile", contents: environmentDockerfile({ frontMatter, hasLock: true }) },
        {
          path: "package.json",
          contents: JSON.stringify({ name, version: "0.0.0", dependencies: { ms: "2.1.3" } }),
        },
        { path: "package-lock.json", contents: lock(name) },
      ];
      const key = `${run}-${base.replace(/\W/g, "-")}-${wanted.caBundle === undefined ? "plain" : "trusting"}`;
      images.push(`pipenb-environment:${key}`);
      return ensureEnvironmentImage(engine, {
        context,
        key,
        settings: wanted,
        labels,
        onEvent: (event) => events.push(event),
      });
    };

    it("has Node and the npm packages of the lock, and no certificates of this machine", async () => {
      const image = await ensure("node:24-bookworm-slim");
      const code = `console.log(process.version, require("ms")("2 days"), process.getuid())`;
      const { text } = await output(image.id, ["node", "-e", code], { entrypoint: [] });
      assert.match(text, /^v24\.\S+ 172800000 1000\n$/);
      const files = await output(
        image.id,
        ["sh", "-c", "ls -A /app; find / -xdev -name '.pipenb-ca*' 2>/dev/null"],
        {
          entrypoint: [],
        },
      );
      assert.deepEqual(files.text.trim().split("\n").sort(), [
        "node_modules",
        "package-lock.json",
        "package.json",
        "work",
      ]);
    });

    it("is not built again when nothing has changed", async () => {
      const events: BuildEvent[] = [];
      const first = await ensure("node:24-bookworm-slim");
      const second = await ensure("node:24-bookworm-slim", events);
      assert.equal(second.id, first.id);
      assert.deepEqual(events, []);
    });

    it("brings Node into an image that has none", async () => {
      const image = await ensure(plainImage());
      const { text } = await output(image.id, ["node", "-p", `require("ms")(60000)`]);
      assert.equal(text, "1m\n");
    });

    it("trusts the machine's certificates while it installs packages, though its base does not", async () => {
      const tag = `pipenb-test/untrusting:${run}`;
      images.push(tag);
      const contents = `FROM ${nodeImage()}\nENV NODE_EXTRA_CA_CERTS=\n`;
      await engine.build({ tag, context: [{ path: "Dockerfile", contents }] });
      const image = await ensure(tag);
      assert.equal((await output(image.id, ["node", "-p", `require("ms")(60000)`])).text, "1m\n");
    });

    it("is built as well where there are no certificates to bring", async () => {
      const image = await ensure(
        "node:24-bookworm-slim",
        [],
        buildSettings({ PIPENB_BASE_IMAGE: nodeImage() }),
      );
      assert.equal((await output(image.id, ["node", "-p", `require("ms")(60000)`])).text, "1m\n");
    });

    it("is built anew where another base image is wanted", async () => {
      const plain: readonly ArchiveEntry[] = [
        {
          path: "Dockerfile",
          contents: "ARG BASE_IMAGE=node:24-bookworm-slim\nFROM ${BASE_IMAGE} AS environment\n",
        },
      ];
      const key = `test-${run}`;
      images.push(`pipenb-environment:${key}`);
      const other = buildSettings({ PIPENB_BASE_IMAGE: plainImage() });
      const first = await ensureEnvironmentImage(engine, { context: plain, key, settings });
      const second = await ensureEnvironmentImage(engine, { context: plain, key, settings: other });
      assert.notEqual(second.id, first.id);
    });

    it("is built anew where the name of its base means another image now", async () => {
      const base = `pipenb-test/moving:${run}`;
      images.push(base);
      const rebuild = (text: string) =>
        engine.build({
          tag: base,
          context: [{ path: "Dockerfile", contents: `FROM ${nodeImage()}\nRUN echo ${text} > /which\n` }],
        });
      await rebuild("first");
      const first = await ensure(base);
      assert.equal((await ensure(base)).id, first.id);
      await rebuild("second");
      const second = await ensure(base);
      assert.equal((await output(second.id, ["cat", "/which"], { entrypoint: [] })).text, "second\n");
      assert.notEqual(second.id, first.id);
    });

    it("says which setting names a file that is not there", async () => {
      const wrong = buildSettings({ PIPENB_CA_BUNDLE: "/absent.pem" });
      await assert.rejects(
        ensureEnvironmentImage(engine, { context: [], key: `absent-${run}`, settings: wrong }),
        (error) => error instanceof EngineError && error.code === "no-ca-bundle",
      );
    });
  });

  describe("the pipeline image", () => {
    it("is built from the exported files, and its code alone is a new layer", async () => {
      const tag = `pipenb-test/pipeline:${run}`;
      images.push(tag);
      const files = (code: string) =>
        new Map([
          [
            "Dockerfile",
            'ARG BASE_IMAGE=node:24-bookworm-slim\nFROM ${BASE_IMAGE} AS environment\nRUN mkdir -p /app/work\nFROM environment\nCOPY main.mjs /app/work/\nENTRYPOINT ["node", "/app/work/main.mjs"]\n',
          ],
          ["main.mjs", code],
        ]);
      const build = (code: string, events: BuildEvent[]) =>
        buildPipelineImage(engine, {
          files: files(code),
          tag,
          settings,
          labels,
          onEvent: (event) => events.push(event),
        });
      await build("console.log(1)", []);
      const events: BuildEvent[] = [];
      const image = await build("console.log(process.argv[2])", events);
      const cached = events.flatMap((event) =>
        event.type === "step" && event.cached ? [event.instruction] : [],
      );
      assert.ok(
        cached.some((instruction) => instruction.startsWith("RUN mkdir")),
        JSON.stringify(events),
      );
      assert.equal((await output(image.id, ["2022-02-05"])).text, "2022-02-05\n");
    });
  });

  describe("the kernel volume", () => {
    let architecture: string;
    const kernel = async (name: string, text: string): Promise<string> => {
      const kernelFolder = join(folder, name);
      await mkdir(join(kernelFolder, "chunks"), { recursive: true });
      await writeFile(
        join(kernelFolder, "supervisor.mjs"),
        `import { word } from "./chunks/part.mjs"; console.log(word);`,
      );
      await writeFile(
        join(kernelFolder, "chunks", "part.mjs"),
        `export const word = ${JSON.stringify(`${text} ${run}`)};`,
      );
      return kernelFolder;
    };
    const ensure = async (kernelFolder: string, events: BuildEvent[] = []): Promise<string> => {
      const volume = await ensureKernelVolume(engine, {
        kernelFolder,
        architecture,
        settings,
        onEvent: (event) => events.push(event),
      });
      if (!volumes.includes(volume)) volumes.push(volume);
      return volume;
    };
    const mounted = (volume: string): Partial<ContainerSpec> => ({
      mounts: [{ kind: "volume", source: volume, target: "/opt/pipenb", readOnly: true }],
      entrypoint: [],
      user: "1000:1000",
    });

    before(async () => {
      architecture = (await engine.info()).architecture;
    });

    it("runs the kernel in an image without Node, as a plain user", async () => {
      const volume = await ensure(await kernel("plain", "hello"));
      const command = ["/opt/pipenb/bin/node", "/opt/pipenb/kernel/supervisor.mjs"];
      const { text } = await output(plainImage(), command, mounted(volume));
      assert.equal(text, `hello ${run}\n`);
    });

    it("brings loader and libraries along, so that an image with nothing in it runs Node too", async () => {
      const volume = await ensure(await kernel("empty", "from nothing"));
      const image = await engine.build({
        tag: `pipenb-test/empty:${run}`,
        context: [
          { path: "Dockerfile", contents: "FROM scratch\nCOPY note /note\n" },
          { path: "note", contents: "" },
        ],
      });
      images.push(`pipenb-test/empty:${run}`);
      const loader = ["/opt/pipenb/lib/loader", "--library-path", "/opt/pipenb/lib"];
      const command = [...loader, "/opt/pipenb/bin/node", "/opt/pipenb/kernel/supervisor.mjs"];
      const { text } = await output(image.id, command, mounted(volume));
      assert.equal(text, `from nothing ${run}\n`);
    });

    it("is filled once, and is another one for another kernel", async () => {
      const kernelFolder = await kernel("once", "one");
      const first = await ensure(kernelFolder);
      const events: BuildEvent[] = [];
      assert.equal(await ensure(kernelFolder, events), first);
      assert.deepEqual(events, []);
      assert.notEqual(await ensure(await kernel("once", "two")), first);
    });

    it("is filled again when a filling was cut off half-way", async () => {
      const kernelFolder = await kernel("half", "half");
      const volume = await ensure(kernelFolder);
      await engine.removeVolume(`${volume}-ready`);
      await output(
        nodeImage(),
        ["sh", "-c", "rm /opt/pipenb/kernel/supervisor.mjs && rm -r /opt/pipenb/lib"],
        {
          mounts: [{ kind: "volume", source: volume, target: "/opt/pipenb", readOnly: false }],
          user: "0:0",
          entrypoint: [],
          autoRemove: false,
        },
      );
      assert.equal(await ensure(kernelFolder), volume);
      const command = ["/opt/pipenb/bin/node", "/opt/pipenb/kernel/supervisor.mjs"];
      assert.equal((await output(nodeImage(), command, mounted(volume))).text, `half ${run}\n`);
    });

    it("is filled again when an empty one of its name was made meanwhile", async () => {
      const kernelFolder = await kernel("lost", "lost");
      const volume = await ensure(kernelFolder);
      await engine.removeVolume(volume);
      await engine.createVolume(volume, {});
      assert.equal(await ensure(kernelFolder), volume);
      const { text } = await output(nodeImage(), ["ls", "/opt/pipenb"], mounted(volume));
      assert.equal(text, "bin\nkernel\nlib\n");
    });

    it("is whole for each of several who ask at once", async () => {
      const kernelFolder = await kernel("many", "many");
      const names = await Promise.all([1, 2, 3].map(() => ensure(kernelFolder)));
      assert.equal(new Set(names).size, 1);
      const { text } = await output(
        nodeImage(),
        ["find", "/opt/pipenb/kernel", "-type", "f"],
        mounted(names[0] ?? ""),
      );
      assert.deepEqual(text.trim().split("\n").sort(), [
        "/opt/pipenb/kernel/chunks/part.mjs",
        "/opt/pipenb/kernel/supervisor.mjs",
      ]);
    });

    it("of an old version goes when nothing uses it, and stays while something does", async () => {
      const old = async (name: string): Promise<string> => {
        const volume = `pipenb-kernel-test-${run}-${name}`;
        volumes.push(volume);
        const kept = { "pipenb.kernel-volume": volume, "pipenb.fill": name };
        await engine.createVolume(volume, kept);
        await engine.createVolume(`${volume}-ready`, { ...kept, "pipenb.filled": "1" });
        return volume;
      };
      const [idle, used] = [await old("idle"), await old("used")];
      await output(nodeImage(), ["true"], mounted(used));
      await ensure(await kernel("newer", "newer"));
      assert.equal(await engine.volume(idle), undefined);
      assert.equal(await engine.volume(`${idle}-ready`), undefined);
      assert.notEqual(await engine.volume(used), undefined);
    });

    it("cannot be made from a folder without a kernel, and says so", async () => {
      await assert.rejects(
        ensure(join(folder, "absent")),
        (error) => error instanceof EngineError && error.code === "no-kernel-files",
      );
    });
  });
});
