import assert from "node:assert/strict";
import { withoutMissing } from "../../../../containers/lock/make-lock.ts";

const lock = (packages: object): string =>
  `${JSON.stringify({ lockfileVersion: 3, packages }, undefined, 2)}\n`;

describe("a lock whose registry lacks optional packages", () => {
  it("asks no more for those it does not hold", () => {
    const made = withoutMissing(
      lock({
        "": { dependencies: { a: "1" } },
        "node_modules/a": {
          version: "1",
          optionalDependencies: { "a-here": "1", "a-inside": "1", "a-gone": "1" },
        },
        "node_modules/a-here": { optional: true },
        "node_modules/a/node_modules/a-inside": { optional: true, optionalDependencies: { "a-here": "1" } },
      }),
    );
    assert.equal(made.includes("a-gone"), false);
    assert.deepEqual(JSON.parse(made), {
      lockfileVersion: 3,
      packages: {
        "": { dependencies: { a: "1" } },
        "node_modules/a": { version: "1", optionalDependencies: { "a-here": "1", "a-inside": "1" } },
        "node_modules/a-here": { optional: true },
        "node_modules/a/node_modules/a-inside": { optional: true, optionalDependencies: { "a-here": "1" } },
      },
    });
  });

  it("stays as it is, byte for byte, when nothing is missing", () => {
    const whole = lock({ "": {}, "node_modules/a": { version: "1" } });
    assert.equal(withoutMissing(whole), whole);
  });
});
