/** From a built image to a registry, and the list of what was made, in the real editor and on a real engine. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { Locator } from "playwright-core";
import type { Engine } from "../../containers/engine/engine.ts";
import { useEditor } from "../support/editor/use-editor.ts";
import type { Workbench } from "../support/editor/workbench.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { type Registry, startRegistry } from "../support/registry.ts";
import { startStallingProxy } from "../support/stalling-proxy.ts";

const version = randomBytes(4).toString("hex");
const built = `pipenb-test/editor-push:${version}`;

/** Answers the question for the name to push under; gives what was proposed. */
async function pushAs(window: Workbench, name: string): Promise<string> {
  await window.page.locator(".quick-input-title", { hasText: "Push the image of Hello" }).waitFor();
  const proposed = await window.page.locator(".quick-input-widget input").first().inputValue();
  await window.answer(name);
  return proposed;
}

/** An engine that others use too packs and sends layers of hundreds of megabytes in minutes. */
const patience = { timeout: 300_000 };

describe("pushing from the editor, and its list of exports", function () {
  this.timeout(1_200_000);
  const tags: string[] = [built];
  let engine: Engine | undefined;
  let open: Registry | undefined;
  let guarded: Registry | undefined;

  before(async function () {
    engine = await requireEngine(this);
    open = await startRegistry(this);
    guarded = await startRegistry(this, { login: true });
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useEditor({ files: ["samples/hello.pipenb"] });

  after(async () => {
    for (const tag of tags) if ((await engine?.image(tag)) !== undefined) await engine?.removeImage(tag);
    await open?.stop();
    await guarded?.stop();
  });

  const named = (name: string): string => {
    tags.push(name);
    return name;
  };

  it("pushes what was built, says how to log in, and can be cancelled", async () => {
    const window = await editor.open();
    await window.openNotebook("hello.pipenb");
    await window.command("pipenb: Build Image");
    await window.answer(built);
    const done = window.notification(`${built} is built`);
    await done.waitFor(patience);

    await done.getByRole("button", { name: "Push Image…" }).click();
    const refused = `${guarded?.host ?? ""}/team/hello:1`;
    assert.equal(await pushAs(window, refused), built);
    const denied = window.notification(`docker login ${guarded?.host ?? ""}`);
    await denied.getByRole("button", { name: "Copy Command" }).waitFor(patience);
    await window.notification(`Pushing ${refused}`).waitFor({ state: "detached", ...patience });
    await window.screenshot("push-denied");

    await window.command("pipenb: Push Image");
    const name = named(`${open?.host ?? ""}/team/hello:1`);
    await pushAs(window, name);
    const pushed = window.notification(`${name} is pushed`);
    await pushed.getByRole("button", { name: "Copy Reference" }).waitFor(patience);
    const reference = /is pushed: (\S+@sha256:[0-9a-f]{64})/.exec(await pushed.innerText())?.[1] ?? "none";
    await engine?.pull(named(reference));
    assert.equal((await engine?.image(reference))?.id, (await engine?.image(built))?.id);

    const proxy = await startStallingProxy(open?.host ?? "");
    try {
      await window.command("pipenb: Push Image");
      const stopped = `${proxy.host}/team/stopped:1`;
      assert.equal(await pushAs(window, stopped), name);
      await proxy.stuck;
      const pushing = window.notification(`Pushing ${stopped}`);
      await window.screenshot("pushing");
      await pushing.getByRole("button", { name: "Cancel" }).click();
      await proxy.left;
      await pushing.waitFor({ state: "detached", ...patience });
    } finally {
      proxy.stop();
    }
  });

  it("lists folders and images, and works with them", async () => {
    const window = await editor.open();
    await window.openNotebook("hello.pipenb");
    const view = window.page.getByRole("tab", { name: "Pipenb", exact: true });
    await view.click();
    const row = (text: string | RegExp): Locator =>
      window.page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
    const image = row(`editor-push:${version}`);
    await image.waitFor();

    await window.command("pipenb: Export Pipeline");
    await window.pick("hello-pipeline");
    const folder = row(/hello-pipeline\s*\d+ s, \d+ kB, hello\.pipenb/);
    await folder.waitFor(); // without asking for a refresh
    await row(/:[0-9a-f]{8}\s*\d+ (s|min), \d+ MB, pipenb-test, hello\.pipenb/).hover();
    await image.getByRole("button", { name: "Copy docker run Line" }).waitFor();
    await window.screenshot("exports-view");
    await image.getByRole("button", { name: "Copy docker run Line" }).click();
    await window.statusItem(`Copied: docker run --rm --init`).waitFor();
    assert.match(await window.statusItem("Copied:").innerText(), new RegExp(`${built} world`));

    await image.hover();
    await image.getByRole("button", { name: "Run for…" }).click();
    await window.page.locator(".quick-input-title", { hasText: "Run Hello: who" }).waitFor();
    await window.page.keyboard.press("Escape");
    await image.hover();
    await image.getByRole("button", { name: "Push…" }).click();
    assert.equal(await pushAs(window, named(`${open?.host ?? ""}/team/hello:2`)), built);
    const pushed = window.notification("hello:2 is pushed");
    await pushed.getByRole("button", { name: "Copy Reference" }).waitFor(patience);
    await window.screenshot("pushed");
    await row(/hello:2.*127\.0\.0\.1:\d+\/team/).waitFor();

    const opened = window.page.locator(".explorer-folders-view .monaco-list-row.selected", {
      hasText: "hello-pipeline",
    });
    // The Explorer selects nothing while it is being drawn, and says nothing of it.
    for (let tries = 0; tries < 5 && !(await opened.isVisible()); tries += 1) {
      if (!(await folder.isVisible())) await view.click();
      await folder.hover();
      await folder.getByRole("button", { name: "Open Folder" }).click();
      await opened.waitFor({ timeout: 20_000 }).catch(() => undefined);
    }
    await opened.waitFor();
    await window.screenshot("export-folder-opened");
  });
});
