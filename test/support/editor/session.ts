/** An editor for one suite: server, browser and profile together, with the packed extension installed. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { launchBrowser, loaded } from "./browser.ts";
import type { InstalledEditor } from "./installed.ts";
import { stopKernelsBelow } from "./own-kernels.ts";
import { giveExtension } from "./packed.ts";
import { makeProfile, removeProfile } from "./profile.ts";
import type { EditorProfile } from "./profile.ts";
import { startServer } from "./server.ts";
import type { EditorServer } from "./server.ts";
import { Workbench } from "./workbench.ts";

export interface SessionOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** false: the editor asks whether the workspace is trusted. */
  readonly trusted?: boolean;
}

/** What turns while something runs is painted by the processor here, twenty times a second. In the page. */
function stopSpinning(): void {
  addEventListener("DOMContentLoaded", () => {
    const style = document.createElement("style");
    style.textContent = ".codicon-modifier-spin, .progress-bit { animation: none !important; }";
    document.head.append(style);
  });
}

export class EditorSession {
  readonly server: EditorServer;
  readonly #profile: EditorProfile;
  readonly #browser: Browser;
  readonly #windows: Workbench[] = [];
  readonly #folders = new Set<string>();
  /** Promises that an extension left rejected, as the windows were told. */
  readonly rejections: string[] = [];

  private constructor(profile: EditorProfile, server: EditorServer, browser: Browser) {
    this.#profile = profile;
    this.server = server;
    this.#browser = browser;
  }

  static async start(editor: InstalledEditor, options: SessionOptions = {}): Promise<EditorSession> {
    const profile = makeProfile(options.settings);
    try {
      await giveExtension(editor, profile);
      const server = await startServer(editor, profile, options);
      return new EditorSession(profile, server, await launchBrowser(editor));
    } catch (error) {
      removeProfile(profile);
      throw error;
    }
  }

  /** Opens a window on a folder, as a new browser would. */
  async open(folder: string): Promise<Workbench> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 1000 } });
    this.#folders.add(folder);
    await context.addInitScript(stopSpinning);
    const page = await context.newPage();
    page.setDefaultTimeout(180_000);
    page.on("console", (message) => {
      if (message.text().includes("rejected promise not handled")) this.rejections.push(message.text());
    });
    const workbench = new Workbench(page);
    this.#windows.push(workbench);
    const url = `http://localhost:${this.server.port}/?folder=${encodeURIComponent(folder)}`;
    assert.ok(await loaded(page, url, () => workbench.ready()), "the editor's window does not load");
    return workbench;
  }

  /** Keeps what every open window shows. */
  async screenshots(name: string): Promise<void> {
    for (const [index, window] of this.#windows.entries()) await window.screenshot(`${name} ${index + 1}`);
  }

  /** Closes every window; the server goes on. */
  async closeWindows(): Promise<void> {
    for (const { page } of this.#windows.splice(0)) await page.context().close();
  }

  /** What the extension hosts have logged so far. */
  hostLog(): string {
    return this.#logs("remoteexthost*.log");
  }

  /** What our extension has logged so far, in its own channel. */
  extensionLog(): string {
    return this.#logs("pipenb.pipenb/*.log");
  }

  #logs(pattern: string): string {
    const logs = globSync(join(this.#profile.userData, "logs/**", pattern)).sort();
    return logs.map((file) => readFileSync(file, "utf8")).join("");
  }

  /** Kills the extension host that was started last, as a crash would. */
  crashExtensionHost(): void {
    const pid = [...this.hostLog().matchAll(/Extension host with pid (\d+) started/g)].at(-1)?.[1];
    assert.ok(pid !== undefined, "an extension host has started");
    process.kill(Number(pid), "SIGKILL");
  }

  /** Ends everything: browser, server, and the kernels of the folders that were open. */
  async stop(): Promise<void> {
    await this.#browser.close();
    await this.server.stop();
    for (const folder of this.#folders) await stopKernelsBelow(folder);
    removeProfile(this.#profile);
  }
}
