import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { runPipenb } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { type Registry, startRegistry } from "../support/registry.ts";
import { startStallingProxy } from "../support/stalling-proxy.ts";

const notebook = `/* ---
pipenb: 1
--- */

// %% name=work
console.log("${randomBytes(8).toString("hex")}");
`;

describe("pipenb push", function () {
  this.timeout(300_000);
  const built = `pipenb-test/push-command:${randomBytes(4).toString("hex")}`;
  const tags: string[] = [];
  let engine: Engine | undefined;
  let open: Registry | undefined;
  let guarded: Registry | undefined;
  let work: string | undefined;
  const pipenb = (...args: string[]) =>
    runPipenb(args, { cwd: work ?? "", env: { PIPENB_BASE_IMAGE: nodeImage() } });

  before(async function () {
    engine = await requireEngine(this);
    open = await startRegistry(this);
    guarded = await startRegistry(this, { login: true });
    work = await mkdtemp(join(tmpdir(), "pipenb-push-"));
    await writeFile(join(work, "new.pipenb"), notebook);
    await writeFile(join(work, "weather.pipenb"), notebook);
    const { code, stderr } = await pipenb("build", "weather.pipenb", "--tag", named(built));
    assert.equal(code, 0, stderr);
  });

  after(async () => {
    for (const tag of tags) await engine?.removeImage(tag);
    await open?.stop();
    await guarded?.stop();
    if (work !== undefined) await rm(work, { recursive: true, force: true });
  });

  const named = (name: string): string => {
    tags.push(name);
    return name;
  };

  it("says that nothing was built from the notebook yet, and how to", async () => {
    const { code, stderr } = await pipenb("push", "new.pipenb", "--tag", "registry.example/new:1");
    assert.equal(code, 1);
    assert.match(stderr, /No image was built from new\.pipenb yet/);
    assert.match(stderr, /pipenb build new\.pipenb --tag registry\.example\/new:1/);
  });

  it("pushes the notebook's image under every name given, with references on stdout", async () => {
    const repository = `${open?.host ?? ""}/team/weather`;
    const [one, latest] = [named(`${repository}:1`), named(`${repository}:latest`)];
    const pushed = await pipenb("push", "weather.pipenb", "--tag", one, "--tag", latest);
    assert.equal(pushed.code, 0, pushed.stderr);
    const [first = "", second, rest] = pushed.stdout.split("\n");
    assert.match(first, new RegExp(`^${repository}@sha256:[0-9a-f]{64}$`));
    assert.deepEqual([second, rest], [first, ""]); // one image, two names

    const id = (await engine?.image(built))?.id;
    for (const tag of tags.splice(0)) await engine?.removeImage(tag);
    await engine?.pull(first);
    assert.equal((await engine?.image(first))?.id, id);
    await engine?.tag(first, named(built));
    tags.push(first);
  });

  it("pushes an image by its name, with --json for a script", async () => {
    const name = named(`${open?.host ?? ""}/team/again:2`);
    await engine?.tag(built, name);
    const { code, stdout } = await pipenb("push", name, "--json");
    assert.equal(code, 0);
    // SAFETY: written by the command under test.
    const { tag, digest, reference } = JSON.parse(stdout) as Record<string, string>;
    assert.deepEqual([tag, reference], [name, `${name.replace(/:2$/, "")}@${digest ?? ""}`]);
  });

  it("names docker login where the registry wants one, and leaves no name behind", async () => {
    const name = `${guarded?.host ?? ""}/team/weather:1`;
    const { code, stdout, stderr } = await pipenb("push", "weather.pipenb", "--tag", name);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.ok(stderr.includes(`run \`docker login ${guarded?.host ?? ""}\``), stderr);
    assert.equal(await engine?.image(name), undefined); // it is not called what it could not be pushed as
  });

  it("stops at Ctrl-C", async () => {
    const proxy = await startStallingProxy(open?.host ?? "");
    try {
      const name = `${proxy.host}/team/stopped:1`;
      const { code, stdout } = await runPipenb(["push", built, "--tag", name], {
        signalWhen: (printed) => (printed.includes("pushing") ? "SIGINT" : undefined),
      });
      assert.deepEqual([code, stdout], [130, ""]);
    } finally {
      proxy.stop();
    }
  });

  it("pushes nothing older than the notebook, unless it is named", async () => {
    await appendFile(join(work ?? "", "weather.pipenb"), "\n// %% name=more\n1 + 1;\n");
    const { code, stderr } = await pipenb("push", "weather.pipenb");
    assert.equal(code, 1);
    assert.match(stderr, /weather\.pipenb has changed since .* was built from it/);
    assert.match(
      stderr,
      /pipenb build weather\.pipenb --tag .* or push the older one by its name: pipenb push /,
    );
  });
});
