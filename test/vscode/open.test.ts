/** A notebook is opened in the real editor, from the packed extension. */
import assert from "node:assert/strict";
import { requireEditor } from "../support/editor/installed.ts";
import { EditorSession } from "../support/editor/session.ts";
import { makeWorkspace } from "../support/editor/workspace.ts";
import type { Workspace } from "../support/editor/workspace.ts";

describe("opening a notebook in the editor", function () {
  this.timeout(120_000);
  let session: EditorSession | undefined;
  let workspace: Workspace | undefined;

  before(async function () {
    const editor = requireEditor(this);
    workspace = makeWorkspace(["samples/hello.pipenb"]);
    session = await EditorSession.start(editor);
  });

  after(async () => {
    await session?.stop();
    workspace?.remove();
  });

  it("shows its cells, Markdown rendered and code coloured", async () => {
    assert.ok(session !== undefined && workspace !== undefined);
    const window = await session.open(workspace.folder);
    await window.openFile("hello.pipenb");
    await window.notebook.waitFor();
    await window.codeCells.first().waitFor();
    await window.outputs.getByRole("heading", { name: "Hello" }).waitFor();
    await window.codeCells.first().locator(".mtk5, .mtk6, .mtk8").first().waitFor();
    assert.match(await window.codeCells.first().innerText(), /Who\s+is\s+greeted/);
    await window.screenshot("open-hello");
  });
});
