import assert from "node:assert/strict";
import type { BuildOptions, Engine, ImageSummary } from "../../../../containers/engine/engine.ts";
import { buildPipelineImage, type PipelineImage } from "../../../../containers/images/pipeline-image.ts";

const dockerfile = "ARG BASE_IMAGE=debian:1\nFROM ${BASE_IMAGE}\nCOPY . .\n";
const image: PipelineImage = {
  files: new Map([
    ["Dockerfile", dockerfile],
    ["pipeline.ts", "1;"],
  ]),
  tag: "hello:1",
  settings: { nodeImage: "node:1", proxy: {} },
  labels: { a: "b" },
  reuse: true,
};

/** An engine that has these images, and makes another one of each build. */
class FakeEngine {
  readonly images = new Map<string, ImageSummary>();
  builds = 0;

  has(name: string, layers: readonly string[], labels: Readonly<Record<string, string>> = {}): ImageSummary {
    const image = {
      ...{ id: `sha256:${this.builds}`, labels, tags: [name], created: 0, size: 0, layers },
      ...{ entrypoint: [], user: "", architecture: "amd64", digests: [], volumes: [] },
    };
    this.images.set(name, image);
    return image;
  }

  // SAFETY: what a build asks of an engine.
  readonly engine = {
    image: (name: string) => Promise.resolve(this.images.get(name)),
    build: ({ tag, labels }: BuildOptions) => {
      this.builds += 1;
      return Promise.resolve(
        this.has(tag, [...(this.images.get("debian:1")?.layers ?? ["base"]), "own"], labels),
      );
    },
  } as unknown as Engine;
}

describe("the image of a pipeline", () => {
  it("is taken as it is where it was made of all the same", async () => {
    const fake = new FakeEngine();
    fake.has("debian:1", ["base"]);
    const first = await buildPipelineImage(fake.engine, image);
    assert.equal((await buildPipelineImage(fake.engine, image)).id, first.id);
    assert.equal(fake.builds, 1);
    assert.equal(first.labels["a"], "b");
  });

  it("is built where a file, a label, or what it stands on is another", async () => {
    const changes: readonly Partial<PipelineImage>[] = [
      { files: new Map([...image.files, ["pipeline.ts", "2;"]]) },
      { files: new Map([...image.files, ["more.ts", ""]]) },
      { labels: { a: "c" } },
      { tag: "hello:2" },
      { reuse: false },
    ];
    for (const change of changes) {
      const fake = new FakeEngine();
      fake.has("debian:1", ["base"]);
      await buildPipelineImage(fake.engine, image);
      await buildPipelineImage(fake.engine, { ...image, ...change });
      assert.equal(fake.builds, 2, JSON.stringify(change));
    }
    const fake = new FakeEngine();
    // The first build brings the base.
    await buildPipelineImage(fake.engine, image);
    fake.has("debian:1", ["base"]);
    await buildPipelineImage(fake.engine, image);
    assert.equal(fake.builds, 1);
    fake.has("debian:1", ["newer"]);
    await buildPipelineImage(fake.engine, image);
    assert.equal(fake.builds, 2);
  });
});
