import assert from "node:assert/strict";
import { join } from "node:path";
import { proposedFolder } from "../../../../extension/commands/export-folder.ts";

describe("the folder of an export", () => {
  it("is proposed beside the notebook", () => {
    assert.equal(proposedFolder("/data/daily.pipenb", "daily"), join("/data", "daily-pipeline"));
  });
});
