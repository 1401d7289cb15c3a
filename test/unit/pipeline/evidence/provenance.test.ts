import assert from "node:assert/strict";
import {
  imageOfProvenance,
  provenance,
  provenanceOf,
  type Build,
} from "../../../../pipeline/evidence/provenance.ts";

const build: Build = {
  name: "registry.example.com/weather:1",
  image: `sha256:${"a".repeat(64)}`,
  notebook: "pipelines/weather.pipenb",
  parameters: { reproducible: true },
  files: { "pipelines/weather.pipenb": "b".repeat(64) },
  images: [{ name: "node:24", digest: `sha256:${"c".repeat(64)}`, digestOf: "manifest" }],
  git: { revision: "0123abc", source: "https://git.example.com/weather", changed: 0 },
  versions: { pipenb: "0.1.0", engine: "20.10.24" },
  job: undefined,
  started: new Date("2026-01-01T00:00:00.123Z"),
  finished: new Date("2026-01-01T00:01:00.456Z"),
};

describe("the provenance of an image", () => {
  it("is an in-toto statement with SLSA's predicate", () => {
    const hex = (letter: string) => ({ sha256: letter.repeat(64) });
    assert.deepEqual(JSON.parse(provenance(build)), {
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ name: "registry.example.com/weather:1", digest: hex("a") }],
      predicateType: "https://slsa.dev/provenance/v1",
      predicate: {
        buildDefinition: {
          buildType: "urn:pipenb:image:1",
          externalParameters: { notebook: "pipelines/weather.pipenb", reproducible: true },
          resolvedDependencies: [
            {
              name: "source",
              uri: "git+https://git.example.com/weather",
              digest: { gitCommit: "0123abc" },
            },
            { name: "pipelines/weather.pipenb", digest: hex("b") },
            {
              name: "node:24",
              uri: "docker://node:24",
              digest: hex("c"),
              annotations: { digestOf: "manifest" },
            },
          ],
        },
        runDetails: {
          builder: { id: "urn:pipenb:build", version: { pipenb: "0.1.0", engine: "20.10.24" } },
          metadata: { startedOn: "2026-01-01T00:00:00Z", finishedOn: "2026-01-01T00:01:00Z" },
        },
      },
    });
  });

  it("says that a commit is not all of the source where files differ from it", () => {
    const changed = provenance({ ...build, git: { revision: "0123abc", source: undefined, changed: 2 } });
    assert.match(changed, /"annotations": \{\s+"changedFiles": 2/);
  });

  it("is about the id of the image first, and then about what a registry has", () => {
    const text = provenance(build);
    assert.equal(imageOfProvenance(text), build.image);
    const digest = `sha256:${"d".repeat(64)}`;
    const pushed = provenanceOf(text, "registry.example.com/weather", digest);
    assert.equal(imageOfProvenance(pushed), digest);
    assert.deepEqual(
      { ...(JSON.parse(pushed) as object), subject: undefined },
      { ...(JSON.parse(text) as object), subject: undefined },
    );
    assert.equal(imageOfProvenance("{}"), undefined);
  });
});
