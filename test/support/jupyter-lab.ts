/** JupyterLab in the real browser, with a server of its own. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { appears } from "./editor/appears.ts";
import { launchBrowser, loaded } from "./editor/browser.ts";
import type { InstalledEditor } from "./editor/installed.ts";
import { root } from "./command-line.ts";
import { freePort } from "./free-port.ts";
import { jupyterPrograms } from "./jupyter.ts";
import type { Jupyter } from "./jupyter.ts";

const screenshots = join(root, ".cache/screenshots");

export class JupyterLab {
  readonly #server: ChildProcess;
  readonly #browser: Browser;
  readonly #url: string;
  #log = "";

  private constructor(server: ChildProcess, browser: Browser, url: string) {
    this.#server = server;
    this.#browser = browser;
    this.#url = url;
    for (const stream of [server.stdout, server.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => (this.#log += text));
  }

  static async start(jupyter: Jupyter, editor: InstalledEditor): Promise<JupyterLab> {
    await quietly(jupyter);
    const port = await freePort();
    const options = ["--no-browser", "--allow-root", `--port=${port}`, "--ServerApp.port_retries=0"];
    const server = spawn(join(jupyterPrograms(), "jupyter-lab"), [...options, "--IdentityProvider.token="], {
      cwd: jupyter.folder,
      env: { ...process.env, ...jupyter.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const lab = new JupyterLab(server, await launchBrowser(editor), `http://127.0.0.1:${port}`);
    await lab.#listens();
    return lab;
  }

  /** Opens a notebook in a window of its own, once its kernel is there. */
  async open(name: string): Promise<LabNotebook> {
    const context = await this.#browser.newContext({ viewport: { width: 1200, height: 1110 } });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    // It goes on trying by itself, with this in front of everything.
    await page.addLocatorHandler(page.getByRole("dialog", { name: "Server Connection Error" }), (dialog) =>
      dialog.getByRole("button", { name: "Close" }).click(),
    );
    const notebook = new LabNotebook(page);
    const isOpen = await loaded(page, `${this.#url}/lab/tree/${name}?reset`, () => notebook.idle());
    if (isOpen) return notebook;
    await notebook.screenshot(`failed-to-open-${name}`);
    throw new Error(`${name} has no kernel:\n${this.#log}`);
  }

  /** Ends it as Ctrl-C in its terminal does, kernels included. */
  async stop(): Promise<void> {
    await this.#browser.close();
    const gone = once(this.#server, "exit");
    this.#server.kill("SIGTERM");
    // On a busy machine it now and then waits for ever for a thread of its own (AnyIO's) once all else has ended.
    const kill = setTimeout(() => this.#server.kill("SIGKILL"), 60_000);
    await gone;
    clearTimeout(kill);
  }

  async #listens(): Promise<void> {
    for (;;) {
      const answer = await fetch(`${this.#url}/api/status`).catch(() => undefined);
      if (answer?.ok === true) return;
      if (this.#server.exitCode !== null) throw new Error(`JupyterLab has ended:\n${this.#log}`);
      await pause(100);
    }
  }
}

/** Without questions about news, and with all cells on the page, wherever it is scrolled to. */
async function quietly({ env }: Jupyter): Promise<void> {
  const folder = join(env["JUPYTER_CONFIG_DIR"] ?? "", "lab/user-settings/@jupyterlab");
  const settings = {
    "apputils-extension/notification": { fetchNews: "false", checkForUpdates: false },
    "notebook-extension/tracker": { windowingMode: "none" },
  };
  for (const [name, values] of Object.entries(settings)) {
    const file = join(folder, `${name}.jupyterlab-settings`);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, JSON.stringify(values));
  }
}

/** A window with one notebook. */
export class LabNotebook {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** @param index from 0 */
  cell(index: number): Locator {
    return this.page.locator(".jp-Notebook .jp-Cell").nth(index);
  }

  outputs(index: number): Locator {
    return this.cell(index).locator(".jp-OutputArea-output");
  }

  /** Waits until the kernel has nothing to do. */
  async idle(): Promise<void> {
    await this.page.locator("#jp-main-statusbar", { hasText: "TypeScript (pipenb) | Idle" }).waitFor();
  }

  /** Chooses from the menus at the top. */
  async choose(menu: string, item: string): Promise<void> {
    await this.page.locator(".lm-MenuBar-itemLabel", { hasText: new RegExp(`^${menu}$`) }).click();
    await this.page.locator(".lm-Menu-itemLabel", { hasText: new RegExp(`^${item}$`) }).click();
  }

  /** Answers the question that is in front of everything. */
  async accept(): Promise<void> {
    await this.page.locator(".jp-Dialog .jp-mod-accept").click();
  }

  async type(index: number, text: string): Promise<void> {
    await this.cell(index).locator(".cm-content").click();
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.insertText(text);
  }

  /** Asks what may stand at the cursor, until it is told; what comes after a second JupyterLab drops, and shows nothing or a part. */
  async complete(wanted: string | RegExp = ""): Promise<void> {
    const match = this.page.locator(".jp-Completer-match");
    do {
      if (await match.first().isVisible()) await this.page.keyboard.press("Escape");
      await this.page.keyboard.press("Tab"); // the suite's timeout bounds it
    } while (!(await appears(match.filter({ hasText: wanted }).first(), { timeout: 5_000 })));
  }

  async run(index: number): Promise<void> {
    await this.cell(index).locator(".cm-content").click();
    await this.page.keyboard.press("Control+Enter");
  }

  /** Saves the file, and waits until it is. */
  async save(): Promise<void> {
    await this.choose("File", "Save Notebook");
    await this.page.locator(".lm-TabBar-tab.jp-mod-current:not(.jp-mod-dirty)").waitFor();
  }

  /** Closes the window. */
  close(): Promise<void> {
    return this.page.context().close();
  }

  /** Keeps what is seen as `.cache/screenshots/NAME.png`. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(screenshots, `${name.replaceAll(/[^\w.-]+/g, "-")}.png`) });
  }
}
