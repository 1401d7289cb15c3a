/** "Build Environment" in the real editor: what the first cell would wait for is made ahead of it. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { environmentFolder } from "../../containers/hosts/local/environment-folder.ts";
import { environmentTag } from "../../containers/images/environment-image.ts";
import { environmentOf } from "../../containers/images/notebook-environment.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { useEditor } from "../support/editor/use-editor.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";

/** So that no run finds what another has built. */
const run = randomBytes(4).toString("hex");

const notebookText = (line: string): string =>
  `/* ---\npipenb: 1\nimage:\n  npm: { ms: "2.1.3" }\n  dockerfile: ["RUN ${line} # ${run}"]\n--- */\n\n// %%\n1\n`;

describe("building a notebook's environment from the editor", function () {
  this.timeout(600_000);
  const built: string[] = [];
  let engine: Engine | undefined;

  before(async function () {
    engine = await requireEngine(this);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useEditor({ files: ["samples/hello.pipenb"] });

  after(async () => {
    for (const tag of built) await engine?.removeImage(tag);
  });

  /** Opens a new notebook; gives the name of the image that its environment has, or would have. */
  async function open(name: string, text: string) {
    const path = join(editor.folder, `${name}.pipenb`);
    writeFileSync(path, text);
    const window = await editor.open();
    await window.openNotebook(`${name}.pipenb`);
    const lockFile = join(editor.folder, `${name}.lock.json`);
    const { frontMatter } = parseNotebook(text).notebook;
    const image = (): string => {
      const lock = readFileSync(lockFile, "utf8");
      return environmentTag(environmentOf({ notebookPath: path, frontMatter, env: process.env }, lock).key);
    };
    return { window, lockFile, image };
  }

  it("locks the packages and builds the image", async () => {
    const { window, image } = await open("built", notebookText("true"));
    await window.command("pipenb: Build Environment");
    await window.notification("The environment of built is built:").waitFor({ timeout: 180_000 });
    await window.screenshot("environment-built");
    built.push(image());
    assert.ok((await engine?.image(image())) !== undefined);
  });

  it("builds nothing when it is cancelled", async () => {
    const { window, image } = await open("stopped", notebookText("sleep 300"));
    await window.command("pipenb: Build Environment");
    const building = window.notification("Running a line of image.dockerfile: sleep 300");
    await building.waitFor({ timeout: 180_000 });
    await window.screenshot("environment-building");
    await building.getByRole("button", { name: "Cancel" }).click();
    await building.waitFor({ state: "detached" });
    assert.equal(await engine?.image(image()), undefined);
    assert.equal(await window.notification("stopped").count(), 0);
  });

  it("installs the packages where cells run in a local process", async () => {
    mkdirSync(join(editor.folder, ".vscode"), { recursive: true });
    writeFileSync(
      join(editor.folder, ".vscode/settings.json"),
      JSON.stringify({ "pipenb.runtime": "local" }),
    );
    const { window, lockFile } = await open("installed", notebookText("true"));
    await window.kernelShown("Local process");
    await window.command("pipenb: Build Environment");
    await window.notification("The environment of installed is installed").waitFor({ timeout: 180_000 });
    const folder = environmentFolder(readFileSync(lockFile, "utf8"), process.env);
    assert.ok(existsSync(join(folder, "node_modules/ms/package.json")));
  });
});
