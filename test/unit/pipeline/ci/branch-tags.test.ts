import assert from "node:assert/strict";
import { imageTags } from "../../../../pipeline/ci/branch-tags.ts";

describe("tags of images that follow git", () => {
  it("names images by branch and tag as the team's branches do", () => {
    assert.deepEqual(imageTags({ branch: "develop", tags: [] }), ["develop"]);
    assert.deepEqual(imageTags({ branch: "main", tags: [] }), ["latest"]);
    assert.deepEqual(imageTags({ branch: "master", tags: [] }), ["latest"]);
    assert.deepEqual(imageTags({ branch: undefined, tags: ["v0.1.3"] }), ["v0.1.3"]);
    assert.deepEqual(imageTags({ branch: "main", tags: ["v0.1.3"] }), ["latest", "v0.1.3"]);
    assert.deepEqual(imageTags({ branch: "feature/x", tags: [] }), []);
  });

  it("leaves out git's tags that Docker has no place for, and says none twice", () => {
    assert.deepEqual(
      imageTags({ branch: "develop", tags: ["team/1", "1.0+b", "develop", "-x", "x".repeat(129)] }),
      ["develop"],
    );
  });
});
