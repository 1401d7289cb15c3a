import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { knownVersions } from "../../../../extension/front-matter/known-versions.ts";

describe("versions of packages that are known beside a notebook", () => {
  const folder = mkdtempSync(join(tmpdir(), "pipenb-versions-"));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (path: string, content: unknown): void => {
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  };

  it("are those of its lock, then of the nearest package that has them", async () => {
    mkdirSync(join(folder, "pipelines"));
    write("package.json", {
      dependencies: { arquero: "^7.0.0", zod: "^3.0.0" },
      devDependencies: { ms: "2" },
    });
    write("pipelines/package.json", { dependencies: { zod: "^4.0.0" } });
    write("pipelines/daily.lock.json", {
      packages: {
        "": { name: "daily" },
        "node_modules/arquero": { version: "8.0.3" },
        "node_modules/@duckdb/node-api": { version: "1.5.6" },
        "node_modules/arquero/node_modules/ms": { version: "1.0.0" },
      },
    });
    const known = await knownVersions(join(folder, "pipelines", "daily.pipenb"));
    const expected = { arquero: "^8.0.3", zod: "^4.0.0", ms: "2", "@duckdb/node-api": "^1.5.6" };
    for (const [name, range] of Object.entries(expected)) assert.equal(known.get(name), range);
  });

  it("are none where files are missing or broken", async () => {
    write("broken.lock.json", "{");
    write("package.json", { dependencies: ["arquero"] });
    assert.equal((await knownVersions(join(folder, "broken.pipenb"))).get("arquero"), undefined);
  });
});
