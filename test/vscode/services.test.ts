/** "Services…" in the real editor: what a database of the notebook keeps, its logs, and dropping it. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Engine } from "../../containers/engine/engine.ts";
import { useEditor } from "../support/editor/use-editor.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import {
  dropKept,
  keptOf,
  makeKeptPostgres,
  postgresService,
  writeSecret,
} from "../support/kept-postgres.ts";
import { removeTag } from "../support/remove-tag.ts";

const patience = { timeout: 120_000 };

describe("services of a notebook in the editor", function () {
  this.timeout(600_000);
  const image = `pipenb-test/kept-postgres:${randomBytes(4).toString("hex")}`;
  let engine: Engine;

  before(async function () {
    engine = await requireEngine(this);
    await makeKeptPostgres(engine, this, image);
    process.env["PIPENB_BASE_IMAGE"] = nodeImage(); // the editor's server hands it on
  });

  const editor = useEditor({ files: [] });

  after(async () => {
    await dropKept(engine, editor.folder);
    await removeTag(engine, image);
  });

  it("are listed with what they keep, show their logs, and are reset once they have stopped", async () => {
    writeSecret(editor.folder);
    const frontMatter = stringify({ pipenb: 1, ...postgresService(image) });
    writeFileSync(
      join(editor.folder, "orders.pipenb"),
      `/* ---\n${frontMatter}--- */\n\n// %%\nconsole.log("beside a database");\n`,
    );
    const window = await editor.open();
    await window.openNotebook("orders.pipenb");
    await window.selectKernel("Container");
    await window.runAll();
    await window.outputs.getByText("beside a database").waitFor(patience);

    await window.command("pipenb: Services…");
    await window.page.locator(".quick-input-list", { hasText: /runs for the kernel/ }).waitFor();
    await window.screenshot("services-listed");
    await window.pick("Show Logs of db");
    await window.page.getByText("db: logs").first().waitFor(patience); // its text is drawn on a canvas
    await window.screenshot("services-logs");

    const dialog = window.page.locator(".monaco-dialog-box");
    await window.command("pipenb: Services…");
    await window.pick("Reset db…");
    await dialog.getByRole("button", { name: "Drop Data" }).click();
    await window.notification("its data are in use").waitFor();
    await window.screenshot("services-in-use");
    assert.equal((await keptOf(engine, editor.folder)).volumes.length, 1);

    await window.command("pipenb: Stop Kernel");
    await window.statusItem("The kernel has ended").waitFor(patience);
    await window.command("pipenb: Services…");
    await window.page.locator(".quick-input-list", { hasText: /stopped/ }).waitFor();
    await window.pick("Reset db…");
    await window.screenshot("services-reset");
    await dialog.getByRole("button", { name: "Drop Data" }).click();
    await window.statusItem("The data of db are gone").waitFor(patience);
    assert.deepEqual(await keptOf(engine, editor.folder), { containers: [], volumes: [] });
  });
});
