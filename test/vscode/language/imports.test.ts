/** Imports are offered, completed, mended and put in order in the cell at hand. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { CellTyping } from "../../support/editor/cell-typing.ts";
import { frontMatter, linkPackages, writeInto } from "../../support/editor/language-notebooks.ts";
import { useEditor } from "../../support/editor/use-editor.ts";
import type { Workbench } from "../../support/editor/workbench.ts";

const notebook = `${frontMatter({ arquero: "*" })}// %% name=first
import { writeFile } from "node:fs/promises";
const first = writeFile;

// %% name=second
const second = 1;

// %% name=third
import { sep } from "node:path";
const third = sep;

// %% name=paths
const paths = 2;

// %% name=missing
import mime from "mime";
const missing = mime;

// %% name=order
import { join, resolve, basename } from "node:path";
import { double } from "./helper.ts";
import { readdir } from "node:fs/promises";
const order = [basename, double, readdir, join];
`;

describe("imports in cells", function () {
  this.timeout(600_000);
  const editor = useEditor({
    files: [],
    keepsWindows: true,
    settings: { "notebook.codeActionsOnSave": { "notebook.source.organizeImports": "explicit" } },
  });
  let window: Workbench;
  let typing: CellTyping;
  let path: string;

  /** Takes the suggestion that would be imported from the module. */
  const take = async (label: string, module: string): Promise<void> => {
    const row = typing.suggestion(label).filter({ hasText: module }).first();
    await row.waitFor();
    await window.screenshot(`language auto import of ${label}`);
    await row.click();
  };

  it("are added to the cell that needs them", async () => {
    linkPackages(editor.folder, ["arquero"]);
    path = writeInto(editor.folder, "imports.pipenb", notebook);
    writeInto(
      editor.folder,
      "helper.ts",
      "/** Twice as much. */\nexport const double = (value: number) => value * 2;\n",
    );
    window = await editor.open();
    await window.openNotebook("imports.pipenb");
    typing = new CellTyping(window);
    await typing.newLine("second");
    await typing.type("readFi");
    await take("readFile", "node:fs/promises");
    await typing.shows("second", 'import { readFile } from "node:fs/promises";\nconst second = 1;\nreadFile');
    await typing.type(";\nfromCS");
    await take("fromCSV", "arquero");
    await typing.type(";\ndoubl");
    await take("double", "./helper.ts");
    await typing.shows(
      "second",
      /^import \{ readFile \} from "node:fs\/promises";\nimport \{ fromCSV \} from "arquero";\nimport \{ double \} from "\.\/helper\.ts";\nconst second = 1;\nreadFile;\nfromCSV;\ndouble$/,
    );
    await typing.newLine("third");
    await typing.type("basena");
    await take("basename", "node:path");
    await typing.shows("third", 'import { sep, basename } from "node:path";\nconst third = sep;\nbasename');
    await typing.shows("first", 'import { writeFile } from "node:fs/promises";\nconst first = writeFile;');
    await window.screenshot("language auto imports");
  });

  it("have their paths completed", async () => {
    await typing.newLine("paths");
    await typing.type('import { doub } from "./');
    await typing.suggestions("helper.ts");
    await window.screenshot("language import path of a file");
    await typing.press("Backspace", "Backspace");
    await typing.type("node:fs/");
    assert.deepEqual(await typing.suggestions("promises"), ["promises"]);
    await typing.press("Control+Shift+k");
    await typing.shows("paths", "const paths = 2;");
  });

  it("are offered as a mend for a name that nobody has declared", async () => {
    await typing.newLine("paths");
    await typing.type("dirname(process.cwd());");
    await typing.select("paths", "dirname");
    await typing.mend(/Add import from "node:path"/);
    await typing.shows("paths", /^import \{ dirname \} from "node:path";\n/);
  });

  it("of a package that the notebook has not bring it into the front matter", async () => {
    await typing.select("missing", '"mime"');
    await typing.openFixes(/Add the package mime to the front matter/);
    await window.screenshot("language mend add package");
    await typing.takeFix(/Add the package mime/);
    await typing.isShown(async () => {
      await typing.press("Control+s");
      return readFileSync(path, "utf8");
    }, /npm:[^]*mime: [^]*--- \*\//);
  });

  it("are put in order in all cells when the notebook is saved", async () => {
    await typing.shows(
      "order",
      'import { readdir } from "node:fs/promises";\nimport { basename, join } from "node:path";\nimport { double } from "./helper.ts";\nconst order = [basename, double, readdir, join];',
    );
    await typing.shows("third", /^import \{ basename, sep \} from "node:path";/);
    await window.screenshot("language imports in order");
    assert.match(readFileSync(path, "utf8"), /import \{ basename, join \} from "node:path";/);
  });
});
