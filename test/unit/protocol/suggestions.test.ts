import assert from "node:assert/strict";
import { questionsAt } from "../../../notebook/live/questions-at.ts";
import type { Knowledge } from "../../../protocol/knowledge.ts";
import { suggestionsFor } from "../../../protocol/suggestions.ts";
import type { Suggestion } from "../../../protocol/suggestions.ts";

const column = (name: string) => ({ name, type: "String" });
const knowledge: Knowledge = {
  tables: [
    {
      kind: "table",
      schema: "main",
      name: "sales",
      columns: [column("id"), column("Ship to"), column("order")],
    },
    { kind: "table", schema: "old", name: "sales", columns: [column("day")] },
    { kind: "frame", name: "orders", columns: [column("price"), column('a "b" \\ ${c}')] },
    { kind: "frame", name: "other", columns: [column("price")] },
  ],
  files: [
    { name: "input", isFolder: true },
    { name: "o'neill.csv", isFolder: false },
  ],
};

/** `|` is the cursor. */
function suggest(marked: string, known: Knowledge | "none" = knowledge): readonly Suggestion[] {
  const offset = marked.indexOf("|");
  const code = marked.replace("|", "");
  return questionsAt(code, offset).flatMap((question) =>
    suggestionsFor(question, known === "none" ? undefined : known),
  );
}

const inserts = (marked: string, ...kinds: readonly Suggestion["kind"][]): readonly string[] =>
  suggest(marked)
    .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
    .map(({ insert }) => insert);

describe("what is suggested from what the kernel knows", () => {
  it("is each column once, written so that its string stays one", () => {
    assert.deepEqual(inserts('pl.col("|")').slice(3), ["day", "price", 'a \\"b\\" \\\\ ${c}']);
    assert.deepEqual(inserts("pl.col(`|`)").at(-1), 'a "b" \\\\ \\${c}');
  });

  it("is files, with a slash behind folders", () => {
    assert.deepEqual(inserts("readFile('|')"), ["input/", "o\\'neill.csv"]);
  });

  it("is tables where a table stands, and frames behind them", () => {
    assert.deepEqual(inserts("db.run(`SELECT * FROM |`)", "table", "frame"), ["sales", "old.sales", "orders", "other"]); // prettier-ignore
    assert.deepEqual(inserts("db.run(`SELECT * FROM old.|`)"), ["sales"]);
    assert.deepEqual(inserts("db.run(`WITH daily AS (SELECT 1) SELECT * FROM |`)", "query"), ["daily"]);
  });

  it("is the columns of the tables that the statement reads, in quotes where SQL needs them", () => {
    const wanted = ["id", '"Ship to"', '"order"'];
    assert.deepEqual(inserts("db.run(`SELECT | FROM main.sales s`)", "column"), wanted);
    assert.deepEqual(inserts("db.run(`SELECT S.| FROM main.sales s`)"), wanted);
    assert.deepEqual(inserts("db.run(`SELECT x.| FROM main.sales s`)"), []);
    assert.deepEqual(inserts('db.run(`SELECT "| FROM main.sales`)'), []);
    assert.deepEqual(inserts('db.run(`SELECT * FROM main.sales WHERE "|"`)'), ["id", "Ship to", "order"]);
    assert.deepEqual(inserts('db.run("SELECT | FROM main.sales")', "column"), ["id", '\\"Ship to\\"', '\\"order\\"']); // prettier-ignore
  });

  it("is the columns of frames where a statement reads what nobody knows", () => {
    assert.deepEqual(inserts("db.run(`SELECT | FROM read_csv('x.csv')`)", "column").slice(0, 1), ["price"]);
  });

  it("is keywords in the case that the statement has, also without a kernel", () => {
    const keywords = (marked: string): readonly string[] =>
      suggest(marked, "none").map(({ insert }) => insert);
    assert.ok(keywords("db.run(`SELECT * FROM x WH|`)").includes("WHERE"));
    assert.ok(keywords("db.run(`select * from x wh|`)").includes("where"));
    assert.deepEqual(suggest('pl.col("|")', "none"), []);
  });

  it("says that it is from the kernel", () => {
    const [first] = suggest('sales.getColumn("|")');
    assert.deepEqual([first?.detail, first?.brief], ["column of sales · String · from the kernel", "String · from the kernel"]); // prettier-ignore
  });
});
