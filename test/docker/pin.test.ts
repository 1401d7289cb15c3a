/** `pipenb pin`: a notebook stays on the base that it was pinned to, whatever the name means later. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { runPipenb } from "../support/command-line.ts";
import { plainImage, nodeImage, requireEngine } from "../support/engine.ts";
import { startRegistry, type Registry } from "../support/registry.ts";
import { runBuiltImage } from "../support/run-built-image.ts";

describe("a base image that is pinned", function () {
  this.timeout(300_000);
  const run = randomBytes(4).toString("hex");
  const built = `pipenb-test/pin:${run}`;
  let engine: Engine;
  let registry: Registry | undefined;
  let work = "";
  let base = "";
  const made: string[] = [built];

  before(async function () {
    engine = await requireEngine(this);
    registry = await startRegistry(this);
    base = `${registry.host}/team/base:1`;
    work = await mkdtemp(join(tmpdir(), "pipenb-pin-"));
  });

  after(async () => {
    for (const image of made) await engine.removeImage(image);
    await registry?.stop();
    if (work !== "") await rm(work, { recursive: true, force: true });
  });

  /** Gives the name another meaning in the registry; gives its digest there. */
  const publish = async (word: string): Promise<string> => {
    const contents = `FROM ${plainImage()}\nRUN echo ${word} > /which\n`;
    await engine.build({ tag: base, context: [{ path: "Dockerfile", contents }] });
    const { digest, reference } = await engine.push(base);
    made.push(base, reference);
    return digest;
  };
  const pipenb = (...args: string[]) =>
    runPipenb(args, { cwd: work, env: { PIPENB_BASE_IMAGE: nodeImage() } });
  const text = (): Promise<string> => readFile(join(work, "weather.pipenb"), "utf8");

  it("is the same when its name means another one, until it is pinned again", async () => {
    const notebook = `/* ---
pipenb: 1
image:
  base: ${base} # ours
--- */

// %% name=work
import { readFile } from "node:fs/promises";
console.log((await readFile("/which", "utf8")).trim());
`;
    await writeFile(join(work, "weather.pipenb"), notebook);
    const first = await publish("first");
    const pinned = await pipenb("pin", "weather.pipenb");
    assert.deepEqual([pinned.code, pinned.stdout], [0, `${base}@${first}\n`], pinned.stderr);
    assert.equal(await text(), notebook.replace(base, `${base}@${first}`));

    const second = await publish("second");
    const provenance = ["--provenance", "provenance.json"];
    const build = await pipenb("build", "weather.pipenb", "--tag", built, ...provenance);
    assert.equal(build.code, 0, build.stderr);
    assert.equal((await runBuiltImage(engine, built, [])).stdout, "first\n");
    const said = await readFile(join(work, "provenance.json"), "utf8");
    assert.ok(said.includes(first.replace("sha256:", "")) && said.includes(`"manifest"`), said);

    const again = await pipenb("pin", "weather.pipenb");
    assert.deepEqual([again.code, again.stdout], [0, `${base}@${second}\n`], again.stderr);
    assert.equal(await text(), notebook.replace(base, `${base}@${second}`));
    assert.match((await pipenb("pin", "weather.pipenb")).stderr, /has it already/);
  });

  it("is none of those that are made on each machine", async () => {
    await writeFile(join(work, "own.pipenb"), "/* ---\npipenb: 1\nimage: { base: pipenb/geo }\n--- */\n");
    const { code, stderr } = await pipenb("pin", "own.pipenb");
    assert.equal(code, 1);
    assert.match(stderr, /pipenb\/geo is made on each machine/);
  });
});
