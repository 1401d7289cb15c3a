/** What becomes of kernels when notebooks and windows are closed, as the setting says, and what the extension logs of it. */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { listKernels } from "../../containers/hosts/find-kernels.ts";
import { useEditor } from "../support/editor/use-editor.ts";
import type { SuiteEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";

const useHello = (onClose: string): SuiteEditor =>
  useEditor({
    files: ["samples/hello.pipenb"],
    settings: { "pipenb.runtime": "local", "pipenb.kernels.onClose": onClose },
  });

/** Opens the notebook and runs it; gives the kernel's id. */
async function run(window: Workbench, editor: SuiteEditor): Promise<string> {
  await window.openNotebook("hello.pipenb");
  await window.kernelShown("Local process");
  await window.runAll();
  await window.outputs.getByText("'Hello, world!'").waitFor();
  await window.statusItem("pipenb: local process").waitFor(); // outputs of before may be shown already
  const [id] = await living(editor);
  assert.ok(id !== undefined, "a kernel runs");
  return id;
}

/** The workspace's kernels that run. */
async function living({ folder }: SuiteEditor): Promise<readonly string[]> {
  const kernels = await listKernels({ kernelFolder: resolve("dist/kernel") });
  const own = kernels.filter((each) => each.notebookPath.startsWith(folder) && each.state !== "dead");
  return own.map(({ id }) => id);
}

async function comes(
  window: Workbench,
  what: string,
  there: () => Promise<boolean> | boolean,
): Promise<void> {
  for (let tries = 0; !(await there()); tries++) {
    assert.ok(tries < 300, `${what} does not come`);
    await window.page.waitForTimeout(100);
  }
}

async function closeNotebook(window: Workbench): Promise<void> {
  await window.command("View: Close Editor");
  await window.notebook.waitFor({ state: "detached" });
}

describe("kernels that end with their notebook", function () {
  this.timeout(600_000);
  const editor = useHello("stop");
  const logs = (window: Workbench, words: RegExp): Promise<void> =>
    comes(window, String(words), () => words.test(editor.session.extensionLog()));

  it("end when it is closed, and when the window is; the log says what closed notebooks did", async () => {
    const window = await editor.open();
    const first = await run(window, editor);
    await logs(window, /hello\.pipenb: kernel starting \(local\)/);
    await logs(window, new RegExp(`hello\\.pipenb: kernel ${first} ready after \\d+ ms`));
    await window.toolbar("Restart Kernel");
    await logs(window, /hello\.pipenb: kernel restarting, as the user asked for it/);
    await closeNotebook(window);
    await comes(window, "the kernel's end", async () => (await living(editor)).length === 0);
    await logs(window, /hello\.pipenb: kernel stopped, as its notebook was closed/);
    const second = await run(window, editor);
    assert.notEqual(second, first);
    await window.reload("hello.pipenb");
    await comes(window, "the kernel's end", async () => !(await living(editor)).includes(second));
  });

  it("are in the log with the cause when they end by themselves", async () => {
    const window = await editor.open();
    await run(window, editor);
    await window.editCell(window.codeCells.first());
    await window.page.keyboard.press("Control+A");
    await window.page.keyboard.type("process.kill(process.ppid, 'SIGKILL')");
    await window.page.keyboard.press("Shift+Enter");
    await logs(window, /hello\.pipenb: kernel ended: exit code/);
  });
});

describe("kernels that are kept", function () {
  this.timeout(600_000);
  const editor = useHello("keep");

  it("go on when the notebook and the window are closed, and are found again", async () => {
    const window = await editor.open();
    const id = await run(window, editor);
    await closeNotebook(window);
    await window.openNotebook("hello.pipenb");
    await window.statusItem("pipenb: local process").waitFor();
    await window.reload("hello.pipenb");
    await window.statusItem("pipenb: local process").waitFor();
    assert.deepEqual(await living(editor), [id]);
    const log = editor.session.extensionLog();
    assert.match(log, new RegExp(`kernel ${id} found again`));
    assert.doesNotMatch(log, /kernel stopped/);
  });
});
