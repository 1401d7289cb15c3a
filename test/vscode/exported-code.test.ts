/** The code of an export, opened in the real editor: what is red before its packages are there, and what takes the red away. */
import { useEditor } from "../support/editor/use-editor.ts";

describe("an exported pipeline in the editor", function () {
  this.timeout(600_000);
  const editor = useEditor({ files: ["samples/hello.pipenb"] });

  it("has no marks once its packages are installed, which the export offers", async () => {
    const window = await editor.open();
    await window.openNotebook("hello.pipenb");
    await window.command("pipenb: Export Pipeline");
    await window.pick("hello-pipeline");
    const exported = window.notification("Hello is exported");
    await exported.waitFor();
    const marks = window.page.locator(".editor-instance .squiggly-error");
    await marks.first().waitFor({ timeout: 180_000 });
    await window.screenshot("exported-before-install");
    await window.command("Notifications: Show Notifications"); // its toast may be gone by now
    await exported.getByRole("button", { name: "Install Packages" }).click();
    await window.page.locator(".terminal-wrapper").first().waitFor();
    await marks.first().waitFor({ state: "detached", timeout: 120_000 });
    await window.screenshot("exported-after-install");
  });
});
