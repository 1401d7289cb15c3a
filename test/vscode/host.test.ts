/** The suites of test/vscode/host, run inside the extension host; each of their tests is shown here as one. */
import assert from "node:assert/strict";
import { Test } from "mocha";
import { codeServerAsVscode, runHostSuites } from "../support/editor/host-suites.ts";
import { requireEditor } from "../support/editor/installed.ts";

describe("in the extension host", function () {
  this.timeout(1_500_000);

  before(async function () {
    requireEditor(this);
    const results = await runHostSuites({ executable: codeServerAsVscode, cli: [codeServerAsVscode] });
    for (const { title, failure } of results) {
      this.test?.parent?.addTest(
        new Test(title, () => {
          if (failure !== undefined) assert.fail(failure);
        }),
      );
    }
  });

  it("comes to its end", () => undefined); // mocha calls `before` only where it knows of a test
});
