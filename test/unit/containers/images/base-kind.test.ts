import assert from "node:assert/strict";
import { EngineError } from "../../../../containers/engine/engine-error.ts";
import { usedImages } from "../../../../containers/images/base-image.ts";
import { hasOwnNode, ownBase, usesApk } from "../../../../containers/images/base-kind.ts";
import { environmentDockerfile } from "../../../../containers/images/environment-dockerfile.ts";
import { requireOwnBase } from "../../../../containers/images/own-bases.ts";
import { FrontMatterSchema } from "../../../../notebook/front-matter.ts";

const digest = `sha256:${"a".repeat(64)}`;

describe("the name of a base image", () => {
  it("tells whether it has Node, also with a digest behind it", () => {
    for (const name of [
      "node:24",
      `node:24@${digest}`,
      `node:24-bookworm-slim@${digest}`,
      "docker.io/library/node:26",
    ])
      assert.equal(hasOwnNode(name), true, name);
    for (const name of ["node:22", "node:240x", `debian:12@${digest}`, "pipenb/geo"])
      assert.equal(hasOwnNode(name), false, name);
    assert.equal(usesApk(`alpine:3@${digest}`), true);
  });

  it("tells whether it is one of pipenb's own", () => {
    assert.deepEqual(["pipenb/geo", "pipenb/data:latest"].map(ownBase), ["geo", "data"]);
    for (const name of ["pipenb/geo:1", "registry.example/pipenb/geo", "pipenb/other", "geo"])
      assert.equal(ownBase(name), undefined, name);
  });

  it("is asked for on the engine where it is pipenb's own, and nowhere else", async () => {
    const asked: string[] = [];
    const engine = {
      image: (name: string) => {
        asked.push(name);
        return Promise.resolve(undefined);
      },
    };
    await requireOwnBase(engine, "debian:12");
    await requireOwnBase(engine, undefined);
    await assert.rejects(
      requireOwnBase(engine, "pipenb/geo"),
      (error) => error instanceof EngineError && error.code === "no-own-base",
    );
    assert.deepEqual(asked, ["pipenb/geo"]);
  });
});

describe("the images that a build takes from elsewhere", () => {
  const used = (base: string): readonly string[] => {
    const frontMatter = FrontMatterSchema.parse({ pipenb: 1, image: { base } });
    const contents = environmentDockerfile({ frontMatter, hasLock: true });
    return usedImages([{ path: "Dockerfile", contents }], {
      nodeImage: "mine:1",
      baseOverride: "mine:1",
      proxy: {},
    });
  };

  it("are the base, and the one that Node comes from where the base has none", () => {
    assert.deepEqual(used("node:24-bookworm-slim"), ["mine:1"]);
    assert.deepEqual(used("debian:12"), ["debian:12", "mine:1"]);
    assert.deepEqual(used(`node:24@${digest}`), [`node:24@${digest}`]);
  });
});
