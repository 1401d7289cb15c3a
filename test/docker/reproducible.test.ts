/** `build --reproducible`: two builds of one notebook that share nothing give one image, here and at a registry. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { runPipenb } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { startRegistry, type Registry } from "../support/registry.ts";
import { runBuiltImage } from "../support/run-built-image.ts";

describe("a reproducible image", function () {
  this.timeout(600_000);
  const mark = `mark-${randomBytes(4).toString("hex")}`;
  // Steps that no other image has, so that the second build finds nothing of the first one once that is removed.
  const notebook = `/* ---
pipenb: 1
title: ${mark}
image:
  dockerfile:
    - RUN mkdir -p /opt/own/folder && echo ${mark} > /opt/own/folder/file && ln -s file /opt/own/folder/link && chmod 4755 /opt/own/folder/file
--- */

// %% name=work
import { readFile, stat } from "node:fs/promises";
console.log(await readFile("/opt/own/folder/link", "utf8"), ((await stat("/opt/own/folder/file")).mode & 0o7777).toString(8));
`;
  const tags: string[] = [];
  let engine: Engine | undefined;
  let registry: Registry | undefined;
  let work = "";

  before(async function () {
    engine = await requireEngine(this);
    registry = await startRegistry(this);
    work = await mkdtemp(join(tmpdir(), "pipenb-reproducible-"));
    for (const folder of ["one", "two"]) {
      await mkdir(join(work, folder));
      await writeFile(join(work, folder, "weather.pipenb"), notebook);
    }
  });

  after(async () => {
    for (const tag of tags) await engine?.removeImage(tag);
    await registry?.stop();
    if (work !== "") await rm(work, { recursive: true, force: true });
  });

  /** All of them, those that the builds have left without a name too, with their steps. */
  const removeAll = async (): Promise<void> => {
    const images = (await engine?.imagesWithLabel("org.opencontainers.image.title")) ?? [];
    for (const { id, tags, labels } of images.filter(
      (each) => each.labels["org.opencontainers.image.title"] === mark,
    ))
      for (const name of tags.length > 0 ? tags : [id]) {
        assert.equal(labels["io.pipenb.notebook"], "weather.pipenb");
        await engine?.removeImage(name);
      }
  };

  const built = async (folder: string, name: string) => {
    const env = { PIPENB_BASE_IMAGE: nodeImage() };
    const cwd = join(work, folder);
    const build = await runPipenb(["build", "weather.pipenb", "--reproducible", "--tag", name], { cwd, env });
    assert.equal(build.code, 0, build.stderr);
    tags.push(name);
    const pushed = await runPipenb(["push", name], { cwd, env });
    assert.equal(pushed.code, 0, pushed.stderr);
    const image = await engine?.image(name);
    assert.equal(build.stdout.trim(), image?.id);
    return { id: image?.id, layers: image?.layers ?? [], digest: pushed.stdout.trim().split("@")[1] };
  };

  it("has one digest, whoever builds it, and does what it does", async () => {
    assert.ok(engine !== undefined && registry !== undefined);
    const first = await built("one", `${registry.host}/one/weather:1`);
    await removeAll();
    tags.length = 0;
    assert.equal(await engine.image(first.id ?? ""), undefined);
    const second = await built("two", `${registry.host}/two/weather:2`);
    assert.deepEqual(second, first);
    const base = (await engine.image(nodeImage()))?.layers ?? [];
    assert.deepEqual(second.layers.slice(0, base.length), base);
    const { code, stdout, stderr } = await runBuiltImage(engine, tags[0] ?? "", []);
    assert.deepEqual([code, stdout, stderr], [0, `${mark}\n 4755\n`, ""]);
    await removeAll();
    tags.length = 0;
  });
});
