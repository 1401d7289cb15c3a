import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findNode } from "../../containers/hosts/local/find-node.ts";
import { ensureNotebookPackages } from "../../containers/hosts/local/notebook-packages.ts";
import { typesOf } from "../../containers/types/types-of.ts";
import type { NotebookTypes, TypesPlace } from "../../containers/types/types-of.ts";
import { FrontMatterSchema } from "../../notebook/front-matter.ts";

describe("types of a notebook", function () {
  this.timeout(300_000);
  let root: string;
  let folder: string;
  let path: string;
  let env: Record<string, string | undefined>;
  const problems: unknown[] = [];

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "pipenb-types-")));
    folder = join(root, "workspace", "notebooks");
    path = join(folder, "daily.pipenb");
    env = { ...process.env, XDG_CACHE_HOME: join(root, "cache") };
    mkdirSync(folder, { recursive: true });
    problems.length = 0;
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
    assert.deepEqual(problems, []);
  });

  const frontMatterOf = (npm: Record<string, string>) =>
    FrontMatterSchema.parse({ pipenb: 1, image: { npm } });

  const ask = (npm: Record<string, string>, more: Partial<TypesPlace> = {}): Promise<NotebookTypes> =>
    typesOf(
      { path, frontMatter: frontMatterOf(npm) },
      {
        runtime: "local",
        cacheFolder: join(root, "types"),
        shippedFolder: join(root, "shipped"),
        env,
        onProblem: (problem) => problems.push(problem),
        ...more,
      },
    );

  function install(at: string, name: string, files: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries({ "package.json": "{}", ...files })) {
      const place = join(at, "node_modules", name, file);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, text);
    }
  }

  const typed = { "lib/index.d.ts": "export {}" };

  it("for a local kernel are in its environment's folder once that is there, and no lock is made before", async () => {
    const npm = { ms: "2.1.3" };
    const before = await ask(npm);
    assert.deepEqual([before.state, before.modulesFolders, before.missing], ["none", [], ["ms"]]);
    assert.throws(() => readFileSync(join(folder, "daily.lock.json")));
    const node = await findNode(env, "dist/kernel");
    const installed = await ensureNotebookPackages(
      { notebookPath: path, frontMatter: frontMatterOf(npm) },
      node,
      env,
    );
    const types = await ask(npm);
    assert.deepEqual([types.state, types.modulesFolders], ["environment", [installed]]);
    assert.deepEqual([types.missing, types.untyped], [[], ["ms"]]);
    // The same lock: a container would have the same packages.
    assert.deepEqual((await ask(npm, { runtime: "container" })).modulesFolders, [installed]);
    const changed = await ask({ ...npm, zod: "4" });
    assert.deepEqual(
      [changed.state, changed.modulesFolders, changed.missing],
      ["outdated", [installed], ["zod"]],
    );
  });

  it("are before the first build those that the workspace has of its packages", async () => {
    install(join(root, "workspace"), "alpha", typed);
    install(root, "beta", typed);
    install(join(root, "workspace"), "@types/plain", { "index.d.ts": "" });
    install(join(root, "workspace"), "plain", { "index.js": "" });
    install(join(root, "workspace"), "bare", { "index.js": "" });
    const npm = { alpha: "1", beta: "1", plain: "1", bare: "1", gamma: "1" };
    const types = await ask(npm, { runtime: "container" });
    assert.equal(types.state, "workspace");
    assert.deepEqual(types.modulesFolders, [join(root, "workspace"), root]);
    assert.deepEqual([types.missing, types.untyped], [["gamma"], ["bare"]]);
    assert.equal(types.typesFolder, join(root, "shipped"));
  });

  it("are none where the workspace has other packages", async () => {
    install(root, "other", typed);
    const types = await ask({ alpha: "1" }, { runtime: "container" });
    assert.deepEqual([types.state, types.modulesFolders], ["none", []]);
  });

  it("come from the notebook's own folder too, which a container sees", async () => {
    install(folder, "alpha", typed);
    install(root, "beta", typed);
    const types = await ask({}, { runtime: "container" });
    assert.deepEqual(types.modulesFolders, [folder]);
  });

  it("of Node are those the notebook asks for, else pipenb's", async () => {
    install(join(root, "workspace"), "@types/node", typed);
    assert.equal((await ask({})).typesFolder, join(root, "shipped"));
    assert.equal((await ask({ "@types/node": "25" })).typesFolder, join(root, "workspace"));
  });

  it("are the next best where the engine fails, and the failure is told", async () => {
    install(join(root, "workspace"), "alpha", typed);
    const types = await ask(
      {},
      { runtime: "container", engine: () => Promise.reject(new Error("no engine today")) },
    );
    assert.equal(types.state, "none");
    assert.match(String(problems.pop()), /no engine today/);
  });
});
