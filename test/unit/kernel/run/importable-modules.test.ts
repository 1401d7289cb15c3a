import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importableModules } from "../../../../kernel/run/importable-modules.ts";

describe("the modules that cells can import", () => {
  let folder = "";
  const put = (at: string, packages: object, ...installed: readonly string[]): void => {
    mkdirSync(join(folder, at), { recursive: true });
    writeFileSync(join(folder, at, "package.json"), JSON.stringify(packages));
    for (const name of installed) mkdirSync(join(folder, at, "node_modules", name), { recursive: true });
  };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "pipenb-modules-"));
    put(
      "image",
      { dependencies: { arquero: "8", "@scope/a": "1", missing: "1" } },
      "arquero",
      "@scope/a",
      "below",
    );
    put("project", { devDependencies: { zx: "8" } }, "zx");
    put("project/days", {}, "nobody-names-it");
    mkdirSync(join(folder, "broken"));
    writeFileSync(join(folder, "broken", "package.json"), "{");
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const packages = (cells: string, modules?: string): readonly string[] =>
    importableModules({
      folder: join(folder, cells),
      ...(modules === undefined ? {} : { modules: join(folder, modules) }),
    }).filter((name) => !name.startsWith("node:"));

  it("are the packages that are named and installed, in the image and above the notebook", () => {
    assert.deepEqual(packages("project/days", "image"), ["@scope/a", "arquero", "pipenb", "zx"]);
    assert.deepEqual(packages("broken"), ["pipenb"]);
  });

  it("are Node's own, by their whole names", () => {
    const all = importableModules({ folder });
    assert.ok(all.includes("node:fs/promises") && all.includes("node:test"));
    assert.ok(!all.includes("fs"));
  });
});
