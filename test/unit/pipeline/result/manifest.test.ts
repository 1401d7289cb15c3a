import assert from "node:assert/strict";
import { doneBefore, manifestPath, unknownPlaceholders } from "../../../../pipeline/result/manifest.ts";
import type { RunToCome } from "../../../../pipeline/result/manifest.ts";

const result = {
  contract: 1,
  status: "done",
  code: "sha256:c",
  parameters: { day: "2022-02-05", limit: 3 },
  inputs: [],
  outputs: [
    { path: "a.csv", bytes: 4 },
    { path: "s3://bucket/key", bytes: 9 },
    { path: "table:public.orders?day=1" },
  ],
};

const run: RunToCome = {
  code: "sha256:c",
  parameters: { day: "2022-02-05", limit: 3 },
  bytesOf: (path) => (path === "a.csv" ? 4 : undefined),
};

const isDone = (manifest: unknown, to: Partial<RunToCome> = {}): boolean =>
  doneBefore(typeof manifest === "string" ? manifest : JSON.stringify(manifest), { ...run, ...to }) !==
  undefined;

describe("the manifest", () => {
  it("lies where the parameters say", () => {
    const values = { day: "2022-02-05", tags: ["a", "b"], all: true };
    assert.equal(manifestPath("out/${day}-${tags}/${all}.json", values), "out/2022-02-05-a,b/true.json");
    assert.deepEqual(unknownPlaceholders("${day}/${dya}/${}", [{ name: "day" }]), ["dya", ""]);
  });

  it("says that a run is done, if it is of the same code and values and all is there", () => {
    assert.ok(isDone(result));
    assert.ok(!isDone(result, { code: "sha256:d" }));
    assert.ok(!isDone({ ...result, code: null }, { code: null }));
    assert.ok(!isDone(result, { parameters: { day: "2022-02-06", limit: 3 } }));
    assert.ok(!isDone(result, { bytesOf: () => undefined }));
    assert.ok(!isDone(result, { bytesOf: () => 5 }));
    assert.ok(!isDone({ ...result, status: "failed" }));
  });

  it("says nothing where it is something else, or torn", () => {
    assert.equal(doneBefore(undefined, run), undefined);
    for (const text of ["", "{", "null", "[]", "{}", JSON.stringify(result).slice(0, -3), '{"contract":2}'])
      assert.ok(!isDone(text), text);
  });
});
