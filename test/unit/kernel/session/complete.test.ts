import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { complete } from "../../../../kernel/session/complete.ts";
import { inspectAt } from "../../../../kernel/session/inspect-at.ts";
import { listFiles, tellKnowledge, type Knowing } from "../../../../kernel/session/tell-knowledge.ts";
import type { Question } from "../../../../kernel/wire/packet-table.ts";

/** A session whose runtime answers so. */
function knowing(
  answers: Partial<Record<Question["about"], readonly string[]>>,
  more: Partial<Pick<Knowing, "busy" | "sources">> & { readonly folder?: string } = {},
): Knowing {
  return {
    busy: more.busy ?? false,
    sources: more.sources ?? [],
    workingFolder: () => Promise.resolve(more.folder ?? "/nowhere"),
    ask: ({ about }) => Promise.resolve(answers[about] ?? []),
  };
}

const names = (...all: readonly string[]) => all.map((name) => JSON.stringify({ name, kind: "instance" }));

describe("completing from what is there", () => {
  it("gives names in scope and words of the language, those of insides last", async () => {
    const session = knowing({ names: names("_inner", "confirm") });
    const { matches, cursor_start, cursor_end } = await complete({ code: "co", cursor_pos: 2 }, session);
    assert.deepEqual(matches, ["confirm", "const", "continue", "_inner"]);
    assert.deepEqual([cursor_start, cursor_end], [0, 2]);
  });

  it("gives members alone behind a dot, and counts characters as Jupyter does", async () => {
    const code = '"😀"; orders.he';
    const session = knowing({ members: names("head") });
    const found = await complete({ code, cursor_pos: Array.from(code).length }, session);
    assert.deepEqual([found.matches, found.cursor_start, found.cursor_end], [["head"], 12, 14]);
  });

  it("gives nothing where no name is written", async () => {
    const found = await complete({ code: "1 + 2", cursor_pos: 5 }, knowing({ names: names("x") }));
    assert.deepEqual(found.matches, []);
  });
});

describe("what a running kernel knows", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-files-"));
    await mkdir(join(folder, "data"));
    await writeFile(join(folder, "days.csv"), "");
    await writeFile(join(folder, ".dates"), "");
    await symlink("data", join(folder, "dalink"));
    await symlink("nowhere", join(folder, "dangling"));
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });

  it("are files by their beginning, folders and links to them first, hidden ones where asked for", async () => {
    assert.deepEqual(
      (await listFiles(folder, ".", "DA")).map(({ name, isFolder }) => [name, isFolder]),
      [
        ["dalink", true],
        ["data", true],
        ["dangling", false],
        ["days.csv", false],
      ],
    );
    assert.deepEqual(await listFiles(folder, ".", ".d"), [{ name: ".dates", isFolder: false }]);
    assert.deepEqual(await listFiles(folder, "missing", ""), []);
    const told = await tellKnowledge({ about: "files", folder: ".", prefix: "day" }, knowing({}, { folder }));
    assert.deepEqual(told.files, [{ name: "days.csv", isFolder: false }]);
  });

  it("completes a path inside of a string", async () => {
    const code = 'readFileSync("day';
    const found = await complete({ code, cursor_pos: code.length }, knowing({}, { folder }));
    assert.deepEqual(found.matches, ["days.csv"]);
  });

  it("are tables, with those that only the code of cells names, unless a cell runs", async () => {
    const known = [JSON.stringify({ tables: [{ kind: "table", name: "orders", columns: [] }] })];
    const sources = ['run("CREATE TABLE Orders (a int); create temp table if not exists late (a int)")'];
    for (const [busy, expected] of [
      [false, ["orders", "late"]],
      [true, ["orders"]],
    ] as const) {
      const session = knowing({ knowledge: known }, { busy, sources });
      const { tables } = await tellKnowledge({ about: "tables" }, session);
      assert.deepEqual(
        tables?.map(({ name }) => name),
        expected,
      );
    }
    assert.deepEqual(await tellKnowledge({ about: "tables" }, knowing({}, { busy: true })), {
      status: "ok",
      busy: true,
    });
  });
});

describe("inspecting what the cursor is at", () => {
  it("finds nothing where nothing is, or nobody tells", async () => {
    for (const code of ["1 + 2", "missing"])
      assert.equal((await inspectAt({ code, cursor_pos: 1 }, knowing({}))).found, false);
  });

  it("shows a value, and a function as the cells declare it", async () => {
    const value = knowing({
      value: [
        "[ 1, 2 ]",
        JSON.stringify({ type: "Array", shape: [2], preview: "[ 1, 2 ]", columns: [], rows: [] }),
      ],
    });
    const shown = await inspectAt({ code: "orders", cursor_pos: 3 }, value);
    assert.match(String(shown.data?.["text/plain"]), /^Array: 2.*\n\[ 1, 2 \]$/);
    const declared = knowing(
      {
        value: [
          "[Function: price]",
          JSON.stringify({ type: "function", preview: "ƒ", columns: [], rows: [] }),
        ],
      },
      { sources: ["/** What it costs. */\nfunction price(n: number) { return n; }"] },
    );
    const { data } = await inspectAt({ code: "price(1)", cursor_pos: 2 }, declared);
    assert.match(String(data?.["text/plain"]), /price\(n: number\)[^]*What it costs\./);
    assert.match(String(data?.["text/markdown"]), /```typescript/);
  });
});
