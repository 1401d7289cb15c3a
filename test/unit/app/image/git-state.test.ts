import assert from "node:assert/strict";
import { originLabels, parseStatus, publicSource, type GitState } from "../../../../app/image/git-state.ts";

const state: GitState = {
  revision: "0123456789abcdef0123456789abcdef01234567",
  committed: "2022-02-05T12:00:00Z",
  branch: "main",
  tags: [],
  changed: [],
  source: "https://git.example.com/team/weather.git",
};

describe("what git says of an image", () => {
  it("labels an image of a clean commit with the commit, its time, its tag and where it comes from", () => {
    assert.deepEqual(originLabels({ ...state, tags: ["v0.1.3"] }), {
      "org.opencontainers.image.revision": state.revision,
      "org.opencontainers.image.created": "2022-02-05T12:00:00Z",
      "org.opencontainers.image.source": "https://git.example.com/team/weather.git",
      "org.opencontainers.image.version": "v0.1.3",
    });
  });

  it("marks an image of changed files, and gives it neither time nor version", () => {
    assert.deepEqual(originLabels({ ...state, tags: ["v0.1.3"], changed: ["a.pipenb"], source: undefined }), {
      "org.opencontainers.image.revision": `${state.revision}-dirty`,
    });
    assert.deepEqual(originLabels(undefined), {});
  });

  it("reads names with spaces, renames and conflicts from git's status", () => {
    const hash = "0".repeat(40);
    const text = [
      "# branch.oid 0123",
      "# branch.head feature/x",
      `1 .M N... 100644 100644 100644 ${hash} ${hash} a b.pipenb`,
      `2 R. N... 100644 100644 100644 ${hash} ${hash} R100 new name.ts`,
      "? old name.ts",
      `u UU N... 100644 100644 100644 100644 ${hash} ${hash} ${hash} both.ts`,
      "? data/new file.csv",
      "",
    ].join("\0");
    assert.deepEqual(parseStatus(text), {
      branch: "feature/x",
      changed: ["a b.pipenb", "new name.ts", "both.ts", "data/new file.csv"],
    });
    assert.deepEqual(parseStatus("# branch.head (detached)\0"), { branch: undefined, changed: [] });
  });

  it("gives away neither logins nor folders of this machine", () => {
    assert.equal(publicSource("https://me:secret@git.example.com/a.git"), "https://git.example.com/a.git");
    assert.equal(publicSource("git@git.example.com:team/a.git"), "git@git.example.com:team/a.git");
    assert.equal(publicSource("/home/me/a.git"), undefined);
    assert.equal(publicSource("file:///home/me/a.git"), undefined);
    assert.equal(publicSource("../a.git"), undefined);
  });
});
