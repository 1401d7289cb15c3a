/** Cells are coloured by what their names mean, formatted, and annotated where the user wants that. */
import { CellTyping } from "../../support/editor/cell-typing.ts";
import { writeInto } from "../../support/editor/language-notebooks.ts";
import { useEditor } from "../../support/editor/use-editor.ts";

const notebook = `// %%
import { basename } from "node:path";
class Shop { constructor(readonly name: string) {} }
function visit(shop: Shop) { return shop.name; }

// %%
const made=new   Shop( "corner" )
const way = visit;
const kind = Shop;
    way( made )
const path = basename("a/b");
`;

describe("whole cells", function () {
  this.timeout(600_000);
  const editor = useEditor({
    files: [],
    settings: {
      "js/ts.inlayHints.variableTypes.enabled": true,
      "typescript.inlayHints.variableTypes.enabled": true,
      "typescript.inlayHints.parameterNames.enabled": "all",
    },
  });

  it("are coloured, annotated and formatted with what the other cells say", async () => {
    writeInto(editor.folder, "whole.pipenb", notebook);
    const window = await editor.open();
    await window.openNotebook("whole.pipenb");
    const typing = new CellTyping(window);
    const colour = (cell: string, word: string, nth = 0): Promise<string> =>
      typing.word(cell, word, nth).evaluate((element) => getComputedStyle(element).color);
    /** Both have to be of one colour; a line that is drawn anew meanwhile has none. */
    const areAlike = (declared: string, used: readonly [string, number]): Promise<void> =>
      typing.isShown(async () => {
        const colours = [await colour("basename", declared), await colour("made", ...used)];
        return colours.join(" ");
      }, /^(rgb\(.+\)) \1$/);
    await areAlike("visit", ["visit", 0]);
    await areAlike("Shop", ["Shop", 1]);
    await typing.shows("made", /const path: string = basename\(path: ?"a\/b"\)/);
    await window.screenshot("language colours and hints");
    await typing.atEnd("made");
    await window.command("Format Cell");
    await typing.shows("made", /^const made(: Shop)? = new Shop\((name: ?)?"corner"\)\n/);
    await typing.shows("made", /\nway\((shop: ?)?made\)\n/);
    await window.screenshot("language formatted");
  });
});
