import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ModuleBuilder } from "../../../language/module/notebook-module.ts";
import { openLanguageServer } from "../../../language/server/open-language-server.ts";
import { LanguageService } from "../../../language/service/language-service.ts";
import type { NotebookState } from "../../../language/service/questions.ts";
import { askAtRandom } from "../../support/random-notebook/asked.ts";
import { randomCell } from "../../support/random-notebook/code.ts";
import { checkModule } from "../../support/random-notebook/checked-module.ts";
import { editedCells, typed } from "../../support/random-notebook/edits.ts";
import type { Cells } from "../../support/random-notebook/edits.ts";
import { Random } from "../../support/random-notebook/random.ts";
import { Shown } from "../../support/random-notebook/shown.ts";

const checkout = fileURLToPath(new URL("../../..", import.meta.url));
const seed = Number(process.env["PIPENB_FUZZ_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const mapEdits = 8_800;
/** Of notebooks that the server knows; half of them of cells, half of text. */
const serverEdits = 1_200;

describe(`the language service under random edits (PIPENB_FUZZ_SEED=${seed})`, function () {
  this.timeout(300_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "pipenb-fuzz-"));
    writeFileSync(
      join(folder, "helper.ts"),
      "export interface Help { readonly x: number }\nexport function helped(help: Help): number { return help.x; }\n",
    );
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("maps places and edits of the module to the cells they belong to, or drops them", () => {
    const random = new Random(seed);
    const builder = new ModuleBuilder();
    let cells: Cells = [];
    for (let index = 0; index < mapEdits; index++) {
      cells =
        cells.length === 0 || random.chance(0.02)
          ? Array.from({ length: 1 + random.below(8) }, () => randomCell(random))
          : editedCells(random, cells);
      const module = builder.build(cells.map((code) => code ?? undefined));
      try {
        checkModule(random, cells, module);
        if (index % 50 === 0)
          assert.equal(module.text, new ModuleBuilder().build(cells.map((code) => code ?? undefined)).text);
      } catch (error) {
        throw new Error(`edit ${index}: ${JSON.stringify(cells)}`, { cause: error });
      }
    }
  });

  for (const kind of ["cells", "text"] as const) {
    it(`answers about ${kind === "cells" ? "the cells of notebooks" : "notebooks opened as text"} in them alone`, async () => {
      const random = new Random(seed);
      const server = await openLanguageServer({ shipped: folder, log: () => undefined });
      const service = new LanguageService(server);
      const states = new Map<string, NotebookState>();
      const show = async (key: string, content: NotebookState["content"]): Promise<void> => {
        const moduleFolder = join(folder, `${key}-module`);
        mkdirSync(moduleFolder, { recursive: true });
        const types = { modulesFolders: [], typesFolder: checkout, missing: [] };
        const state = { key, path: join(folder, `${key}.pipenb`), moduleFolder, types, content };
        states.set(key, state);
        await service.answer("update", state, new AbortController().signal);
      };
      try {
        const keys = ["one", "two"];
        for (const key of keys) await show(key, made(random, kind));
        for (let index = 0; index < serverEdits / 2; index++) {
          const key = random.of(keys);
          const { content } = states.get(key) ?? { content: made(random, kind) };
          const edited = random.chance(0.03) ? made(random, kind) : changed(random, content);
          await show(key, edited);
          if (random.chance(0.3)) continue; // several strokes between two questions
          await askAtRandom({
            key,
            random,
            shown: new Shown(edited),
            ask: (question, asked) => service.answer(question, asked, new AbortController().signal),
          });
        }
      } finally {
        server.dispose();
      }
    });
  }
});

function made(random: Random, kind: "cells" | "text"): NotebookState["content"] {
  const cells = Array.from({ length: 2 + random.below(6) }, () => randomCell(random));
  return kind === "cells" ? { kind, npm: {}, code: cells } : { kind, text: written(random, cells) };
}

function written(random: Random, cells: Cells): string {
  const eol = random.of(["\n", "\n", "\r\n"]);
  const head = ["/* ---", "pipenb: 1", "--- */", ""];
  const body = cells.flatMap((code, index) =>
    code === null
      ? ["// %% [markdown]", "// # Words", ""]
      : [`// %% name=c${index}`, ...code.split("\n"), ""],
  );
  return [...(random.chance(0.7) ? head : []), ...body].join(eol);
}

function changed(random: Random, content: NotebookState["content"]): NotebookState["content"] {
  return content.kind === "text"
    ? { kind: "text", text: typed(random, content.text) }
    : { ...content, code: editedCells(random, content.code) };
}
