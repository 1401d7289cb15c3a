import assert from "node:assert/strict";
import {
  isPackageJson,
  parseInstalled,
  parsePackageJson,
} from "../../../../../containers/images/contents/npm.ts";

describe("packages as npm notes them", () => {
  it("are named by their folder, an alias by its own name, one of git without its login", () => {
    const packages = {
      "node_modules/ms": { version: "2.1.3", integrity: "sha512-AAAA", license: "MIT" },
      "node_modules/a/node_modules/@scope/b": { version: "1.0.0", license: { type: "ISC" } },
      "node_modules/xlsx": { name: "@e965/xlsx", version: "0.20.3" },
      "node_modules/own": {
        version: "1.0.0",
        resolved: "git+https://token@git.example.com/own.git#0123abc",
      },
      "node_modules/linked": { version: "1.0.0", link: true },
      "node_modules/no-version": {},
    };
    const found = parseInstalled(JSON.stringify({ packages }), "/app");
    assert.deepEqual(
      found.map(({ name, version, path }) => [name, version, path]),
      [
        ["ms", "2.1.3", "/app/node_modules/ms"],
        ["@scope/b", "1.0.0", "/app/node_modules/a/node_modules/@scope/b"],
        ["@e965/xlsx", "0.20.3", "/app/node_modules/xlsx"],
        ["own", "1.0.0", "/app/node_modules/own"],
      ],
    );
    assert.deepEqual(
      found.map(({ license }) => license),
      ["MIT", "ISC", undefined, undefined],
    );
    assert.equal(found[0]?.integrity, "sha512-AAAA");
    assert.equal(found[3]?.git, "git+https://git.example.com/own.git#0123abc");
    assert.deepEqual(parseInstalled("{}", "/app"), []);
  });

  it("are those of a folder by their own package.json, and not what lies inside of them", () => {
    for (const path of [
      "npm/package.json",
      "@scope/one/package.json",
      "npm/node_modules/ms/package.json",
      "npm/node_modules/@npmcli/arborist/package.json",
    ])
      assert.equal(isPackageJson(path), true, path);
    for (const path of ["npm/lib/package.json", "npm/node_modules/ms/dist/package.json", "package.json"])
      assert.equal(isPackageJson(path), false, path);
    const text = JSON.stringify({ name: "ms", version: "2.1.3", license: ["MIT"] });
    assert.deepEqual(parsePackageJson(text, "/x/ms"), {
      name: "ms",
      version: "2.1.3",
      license: undefined,
      path: "/x/ms",
    });
    assert.equal(parsePackageJson(`{"type":"module"}`, "/x"), undefined);
  });
});
