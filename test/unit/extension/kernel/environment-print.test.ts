import assert from "node:assert/strict";
import {
  changedKeys,
  frontMatterPrint,
  imagePrint,
  lockPrint,
} from "../../../../extension/kernel/environment-print.ts";
import { readFrontMatter } from "../../../../notebook/format/read-front-matter.ts";

const print = (yaml: string, lock?: string) => ({
  ...frontMatterPrint(readFrontMatter(`pipenb: 1\n${yaml}`, 1).frontMatter),
  ...lockPrint(lock),
});

describe("what has changed since a kernel was started", () => {
  it("is each key of the front matter that its environment depends on", () => {
    const before = print('image: { npm: { ms: "1" } }');
    assert.deepEqual(changedKeys(before, print('image: { base: debian, npm: { ms: "2" } }\nsecrets: [db]')), [
      "image.base",
      "image.npm",
      "secrets",
    ]);
    assert.deepEqual(changedKeys(before, print('image: { npm: { ms: "1" } }\nenvironment: { TZ: UTC }')), [
      "environment",
    ]);
  });

  it("is the memory and the processors, also where they were not named before", () => {
    const now = print("image: { memory: 4g, cpus: 2 }");
    assert.deepEqual(changedKeys(print(""), now).toSorted(), ["image.cpus", "image.memory"]);
    assert.deepEqual(changedKeys(now, print("image: { memory: 2g, cpus: 2 }")), ["image.memory"]);
  });

  it("is nothing for comments, spelled-out defaults, the title and what only the exported image has", () => {
    const now = print("# why\ntitle: Orders\nsecrets: []\nimage: { files: [queries/] }");
    assert.deepEqual(changedKeys(print(""), now), []);
  });

  it("is the lock, where the packages it is for are the same", () => {
    assert.deepEqual(changedKeys(print("", "one"), print("", "two")), ["lock"]);
    assert.deepEqual(changedKeys(print("", "one"), print("")), ["lock"]);
    assert.deepEqual(changedKeys(print("", "one"), print('image: { npm: { ms: "1" } }', "two")), [
      "image.npm",
    ]);
  });

  it("is an image that was built anew, where that does not follow from a key", () => {
    const image = (yaml: string, id: string | undefined) => ({ ...print(yaml), ...imagePrint(id) });
    assert.deepEqual(changedKeys(image("", "one"), image("", "two")), ["the built image"]);
    assert.deepEqual(changedKeys(image("", "one"), image("", undefined)), ["the built image"]);
    assert.deepEqual(changedKeys(image("", "one"), image("image: { base: a }", "two")), ["image.base"]);
  });

  it("is nothing that was not known then", () => {
    assert.deepEqual(changedKeys({ services: "a" }, print("")), ["services"]);
    assert.deepEqual(changedKeys({}, print("")), []);
  });
});
