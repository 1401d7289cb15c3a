import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { ensureNotebookEnvironment } from "../../containers/images/notebook-environment.ts";
import { typesOf } from "../../containers/types/types-of.ts";
import type { NotebookTypes, TypesPlace } from "../../containers/types/types-of.ts";
import type { FrontMatter } from "../../notebook/front-matter.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";

describe("types from an image", function () {
  this.timeout(300_000);
  let engine: Engine;
  let env: Record<string, string | undefined>;
  let folder: string;
  let notebook: { readonly path: string; readonly frontMatter: FrontMatter };
  let cacheFolder: string;
  let image: string;
  const calls: string[] = [];
  const created: string[] = [];

  before(async function () {
    engine = noting(await requireEngine(this), calls, created);
    folder = mkdtempSync(join(tmpdir(), "pipenb-types-"));
    env = { ...process.env, PIPENB_BASE_IMAGE: nodeImage(), XDG_CACHE_HOME: join(folder, "home") };
    // By this name the image is the one that the tests of the samples have built.
    const path = join(folder, "seattle-weather.pipenb");
    cpSync("samples/seattle-weather.pipenb", path);
    cpSync("samples/seattle-weather.lock.json", join(folder, "seattle-weather.lock.json"));
    notebook = { path, frontMatter: parseNotebook(readFileSync(path, "utf8")).notebook.frontMatter };
    const quiet = { onOutput: () => undefined, onEvent: () => undefined };
    const built = await ensureNotebookEnvironment(engine, { notebookPath: path, ...notebook, env, ...quiet });
    image = built.image.id;
  });
  beforeEach(() => {
    cacheFolder = mkdtempSync(join(folder, "cache-"));
    calls.length = 0;
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (more: Partial<TypesPlace> = {}, frontMatter = notebook.frontMatter): Promise<NotebookTypes> =>
    typesOf(
      { ...notebook, frontMatter },
      {
        runtime: "container",
        cacheFolder,
        shippedFolder: join(folder, "shipped"),
        engine: () => Promise.resolve(engine),
        env,
        ...more,
      },
    );

  /** Of those that this test has made: others may use the engine at the same time. */
  const leftContainers = async (): Promise<readonly string[]> =>
    (await engine.containersWithLabel("pipenb.role=types"))
      .map(({ id }) => id)
      .filter((id) => created.includes(id));

  it("are the declarations of its packages and nothing else, and no container stays", async () => {
    const started = performance.now();
    const types = await ask();
    const seconds = (performance.now() - started) / 1000;
    assert.equal(types.state, "environment");
    assert.equal(types.digest, image);
    assert.deepEqual([types.missing, types.untyped], [[], []]);
    const [from = ""] = types.modulesFolders;
    const files = filesIn(from);
    const modules = join(from, "node_modules");
    assert.ok(files.includes(join(modules, "nodejs-polars/package.json")));
    assert.ok(files.includes(join(modules, "nodejs-polars/bin/index.d.ts")));
    assert.ok(files.includes(join(modules, "@duckdb/node-api/lib/index.d.ts")));
    assert.deepEqual(
      files.filter((file) => !/(\.d\.[cm]?ts|[\\/]package\.json)$/.test(file)),
      [],
    );
    assert.match(readFileSync(join(from, "package.json"), "utf8"), /"nodejs-polars": "\^0.26.1"/);
    assert.deepEqual(await leftContainers(), []);
    assert.ok(!calls.includes("start"));
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    console.log(`      ${files.length} files, ${(bytes / 1e6).toFixed(2)} MB, ${seconds.toFixed(1)} s`);
  });

  it("are found again without the engine", async () => {
    const first = await ask();
    calls.length = 0;
    assert.deepEqual(await ask(), first);
    assert.deepEqual(calls, []);
    assert.deepEqual(await ask({ fresh: true }), first);
    assert.deepEqual(calls, ["image", "image"], "the environment and its base are looked at");
    assert.deepEqual(await ask({ engine: undefined }), first);
  });

  it("are taken out at once by two who ask at once", async () => {
    const [one, two] = await Promise.all([ask(), ask()]);
    assert.deepEqual(one, two);
    assert.deepEqual(readdirSync(join(cacheFolder, "v1/images")).length, 1);
  });

  it("leave nothing when it is broken off", async () => {
    const abort = new AbortController();
    const stopping: Engine = {
      ...engine,
      async *getArchive(...given) {
        for await (const file of engine.getArchive(...given)) {
          yield file;
          abort.abort();
        }
      },
    };
    await assert.rejects(ask({ engine: () => Promise.resolve(stopping), signal: abort.signal }));
    assert.deepEqual(readdirSync(join(cacheFolder, "v1/images")), []);
    assert.deepEqual(await leftContainers(), []);
    assert.equal((await ask()).state, "environment");
  });

  it("are those of the environment before until the changed one is built", async () => {
    const lock = (): string => readFileSync(join(folder, "seattle-weather.lock.json"), "utf8");
    const lockBefore = lock();
    const first = await ask();
    const { image: wanted } = notebook.frontMatter;
    const changed = { ...notebook.frontMatter, image: { ...wanted, npm: { ...wanted.npm, ms: "2.1.3" } } };
    const types = await ask({}, changed);
    assert.equal(types.state, "outdated");
    assert.deepEqual(types.modulesFolders, first.modulesFolders);
    assert.deepEqual(types.missing, ["ms"]);
    assert.equal(lock(), lockBefore);
    assert.ok(!calls.includes("build"));
  });

  it("are for a local kernel too what the same lock has in its image", async () => {
    const first = await ask();
    assert.deepEqual(await ask({ runtime: "local", engine: undefined }), first);
  });
});

/** The engine, which writes down what it is asked. */
/** The engine, which notes what it is asked for and the containers it makes. */
function noting(engine: Engine, calls: string[], created: string[]): Engine {
  const create: Engine["create"] = async (spec) => {
    const id = await engine.create(spec);
    created.push(id);
    return id;
  };
  return new Proxy(engine, {
    get: (target, name): unknown => {
      if (name in target) calls.push(String(name));
      return name === "create" ? create : Reflect.get(target, name);
    },
  });
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
