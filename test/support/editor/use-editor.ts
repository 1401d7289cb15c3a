/** Gives a mocha suite the real editor with the packed extension, and takes it down again whatever happens. */
import assert from "node:assert/strict";
import { requireEditor } from "./installed.ts";
import { stopKernelsBelow } from "./own-kernels.ts";
import { EditorSession } from "./session.ts";
import type { SessionOptions } from "./session.ts";
import type { Workbench } from "./workbench.ts";
import { makeWorkspace } from "./workspace.ts";
import type { Workspace } from "./workspace.ts";

export interface SuiteEditor {
  /** The workspace: a temporary folder with copies of the named files. */
  readonly folder: string;
  readonly session: EditorSession;
  /** Opens a new window on the workspace. */
  open(): Promise<Workbench>;
}

export interface UseEditorOptions extends SessionOptions {
  /** Files and folders of the checkout that the workspace gets copies of. */
  readonly files: readonly string[];
  /** true: tests go on in the windows of those before them; of a failed one they are kept as screenshots all the same. */
  readonly keepsWindows?: boolean;
}

/** Call it in `describe`. Windows are closed after each test; of a failed one they are kept as screenshots before. */
export function useEditor({ files, keepsWindows = false, ...options }: UseEditorOptions): SuiteEditor {
  let session: EditorSession | undefined;
  let workspace: Workspace | undefined;

  before(async function () {
    this.timeout(120_000);
    const editor = requireEditor(this);
    workspace = makeWorkspace(files);
    session = await EditorSession.start(editor, options);
  });

  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state === "failed") await session?.screenshots(`failed-${test.title}`);
    if (keepsWindows) return;
    await session?.closeWindows();
    // The next test's window would find its notebook's kernel again.
    if (workspace !== undefined) await stopKernelsBelow(workspace.folder);
  });

  after(async function () {
    this.timeout(300_000);
    await session?.stop();
    workspace?.remove();
    assert.deepEqual(session?.rejections ?? [], [], "extensions handle every rejected promise");
  });

  return {
    get folder() {
      assert.ok(workspace !== undefined, "the workspace is there while tests run");
      return workspace.folder;
    },
    get session() {
      assert.ok(session !== undefined, "the editor is there while tests run");
      return session;
    },
    open() {
      return this.session.open(this.folder);
    },
  };
}
