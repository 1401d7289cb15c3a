/** The view of the cells' variables, in the real editor. */
import { useEditor } from "../support/editor/use-editor.ts";

describe("the variables in the editor", function () {
  this.timeout(180_000);
  const editor = useEditor({ files: ["samples/hello.pipenb"] });

  it("show once the cells have run, and open when clicked", async () => {
    const window = await editor.open();
    const row = (name: RegExp) => window.page.getByRole("treeitem", { name });
    await window.openNotebook("hello.pipenb");
    await window.selectKernel("Local process");
    await window.page.getByRole("tab", { name: "Pipenb", exact: true }).click();
    await window.runAll();
    await row(/^file: string/).waitFor();
    await row(/^words: Object/).waitFor();
    await window.screenshot("variables-view");
    await row(/^greeting: string/).click();
    await window.page.locator(".tabs-container .tab.active", { hasText: "greeting.txt" }).waitFor();
    await window.page.locator(".view-line", { hasText: "'Hello, world!'" }).waitFor();
    await row(/^times: number/).waitFor();
    await window.screenshot("variables-opened");
  });
});
