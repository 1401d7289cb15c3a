import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { LiveQuestion } from "../../../../notebook/live/questions-at.ts";
import { questionsAt } from "../../../../notebook/live/questions-at.ts";

/** `|` is the cursor. */
function ask(marked: string): readonly LiveQuestion[] {
  const offset = marked.indexOf("|");
  return questionsAt(marked.slice(0, offset) + marked.slice(offset + 1), offset);
}

function askOne(marked: string): LiveQuestion {
  const [question, ...others] = ask(marked);
  assert.ok(question !== undefined, `something is asked at ${marked}`);
  assert.deepEqual(others, []);
  return question;
}

function framesAt(marked: string): readonly string[] | undefined {
  const question = askOne(marked);
  return question.kind === "columns" ? question.frames : undefined;
}

/** What stands in the code where the answer goes. */
function replaced(marked: string): string {
  const { range } = askOne(marked);
  return marked.replace("|", "").slice(range.from, range.to);
}

describe("what is asked of the running kernel", () => {
  const columns: readonly (readonly [code: string, frames: readonly string[]])[] = [
    ['orders.getColumn("|', ["orders"]],
    ['orders.getColumn("pri|ce")', ["orders"]],
    ["orders.select('|')", ["orders"]],
    ['orders.select("a", "|")', ["orders"]],
    ['orders.select(["a", "|"])', ["orders"]],
    ['data.orders.select("|")', ["data.orders"]],
    ['data?.orders!.select("|")', ["data.orders"]],
    ['tables["may"].select("|")', ['tables["may"]', "tables"]],
    ['tables[month].select("|")', ["tables"]],
    ['orders.filter(pl.col("|', ["orders"]],
    ['orders.filter(pl.col("a").gt(3)).groupBy("|")', ["orders"]],
    ['orders\n  .filter(pl.col("a").gt(3)) // large\n  .sort("|")', ["orders"]],
    ['orders.withColumn(pl.col("a").sum().over("|"))', ["orders"]],
    ['orders.join(prices, { on: "|" })', ["orders"]],
    ['orders.join(prices, { leftOn: ["|"], rightOn: ["x"] })', ["orders"]],
    ['orders.join(prices, { leftOn: ["x"], rightOn: ["|"] })', ["prices"]],
    ['orders.join(prices.filter(pl.col("|")), { on: "id" })', ["prices", "orders"]],
    ['orders.pivot("value", { index: "|" })', ["orders"]],
    ['orders.rename({ "|": "b" })', ["orders"]],
    ['const large = orders.filter(pl.col("|', ["orders"]],
    ['const large = orders.filter(x);\nlarge.select("|")', ["large", "orders"]],
    ['const large = await orders.filter(x).collect();\nlarge.select("|")', ["large", "orders"]],
    ['const a = b;\nconst b = a;\na.select("|")', ["a", "b"]],
    ['pl.col("|")', []],
    ['const price = pl.col("|', []],
    ['table.groupby("|")', ["table"]],
    ['table.orderby(aq.desc("|"))', ["table"]],
    ['table.rollup({ total: op.sum("|") })', ["table"]],
    ['table.derive({ x: (d) => d["|"] })', ["d", "table"]],
    ['table.join(other, "|")', ["table"]],
    ['df["|"]', ["df"]],
    ['df[["a", "|"]]', ["df"]],
    ['df.column("|")', ["df"]],
    ['df.loc({ columns: ["a", "|"] })', ["df"]],
    ['df.groupby(["a"]).col(["|"])', ["df"]],
    ['rows.map((row) => row["|"])', ["row", "rows"]],
    ['rows.map(row => row["|', ["row", "rows"]],
    ['rows.filter(async (row: Row, index) => { const x = 1; return row["|"]; })', ["row", "rows"]],
    ['rows.filter(function (row) { return row["|"]; })', ["row", "rows"]],
    ['for (const row of rows) { print(row["|"]); }', ["row", "rows"]],
    ['rows[0]["|"]', ["rows[0]", "rows"]],
    ['vectors.getChild("|")', ["vectors"]],
    ['`${orders.getColumn("|")}`', ["orders"]],
  ];
  for (const [code, frames] of columns)
    it(`is columns of ${frames.join(" or ") || "any frame"} in ${code}`, () => {
      assert.deepEqual(framesAt(code), frames);
    });

  it("is the columns of every frame only where no other library has such a function", () => {
    const any = (code: string): unknown => {
      const question = askOne(code);
      return question.kind === "columns" && question.orAny;
    };
    assert.equal(any('pl.col("|'), true);
    assert.equal(any('unknown.getColumn("|'), true);
    assert.equal(any('svg.select("|'), false);
    assert.equal(any('row["|'), false);
  });

  for (const code of [
    'print("|")',
    'pl.lit("|")',
    'orders.filter(pl.col("a").eq("|"))',
    'orders.join(other, { how: "|" })',
    'orders.withColumn(pl.lit(1).alias("|"))',
    'words.join("|")',
    'const name = "|"',
    'import pl from "./|"',
    'await import("./|")',
    'fetch("https://example.org/|")',
    "`${a}/|`",
    '// orders.select("|")',
    '/* orders.select("|',
    "orders|.select",
    'orders.select("a"|)',
    'db.run("SELECT 1 -- |',
    "db.run(\"SELECT * FROM t WHERE name = '|'\")",
    "db.run(`SELECT 12|`)",
    "/['\"]|/",
  ])
    it(`is nothing in ${code}`, () => {
      assert.deepEqual(ask(code), []);
    });

  it("replaces the whole name where its string is closed, and only what is typed where that is not sure", () => {
    assert.equal(replaced('orders.getColumn("pr|ice")'), "price");
    assert.equal(replaced('orders.getColumn("pr|'), "pr");
    assert.equal(replaced('orders.select(pl.col("pr|), pl.col("id"))'), "pr");
    assert.equal(replaced('orders.getColumn("pr|)\nnext()'), "pr");
    assert.equal(replaced('readFile("data/in/or|ders.csv")'), "orders.csv");
    assert.equal(replaced("db.run(`SELECT pr|ice FROM orders`)"), "price");
    assert.equal(replaced("db.run(`SELECT ${x} FROM ord|ers`)"), "orders");
  });

  it("is the files of a folder in paths", () => {
    const folder = (marked: string): unknown => {
      const question = askOne(marked);
      return question.kind === "paths" ? [question.folder, question.typed] : undefined;
    };
    assert.deepEqual(folder('pl.readCSV("|'), ["", ""]);
    assert.deepEqual(folder('pl.readCSV("data/in|'), ["data/", "in"]);
    assert.deepEqual(folder('const file = "./|"'), ["./", ""]);
    assert.deepEqual(folder('const file = "data/input/|"'), ["data/input/", ""]);
    assert.deepEqual(folder('const file: Path = "|"'), ["", ""]);
    assert.deepEqual(folder('await readFile("/etc/ho|", "utf8")'), ["/etc/", "ho"]);
    assert.deepEqual(folder("db.run(`SELECT * FROM 'data/|'`)"), ["data/", ""]);
    assert.deepEqual(folder("db.run(`SELECT * FROM read_csv('data/o|`)"), ["data/", "o"]);
    assert.deepEqual(folder("db.run(`COPY t TO '|'`)"), ["", ""]);
  });

  const sql = (marked: string): unknown[] | undefined => {
    const question = askOne(marked);
    if (question.kind !== "sql") return undefined;
    const tables = question.tables.map(({ name, alias }) => [name, alias].filter(Boolean).join(" "));
    return [question.wants, question.qualifier, tables.join(", ")];
  };
  const statements: readonly (readonly [code: string, place: readonly unknown[]])[] = [
    ["db.run(`SELECT * FROM |`)", ["tables", undefined, ""]],
    ["db.runAndReadAll('SELECT * FROM |')", ["tables", undefined, ""]],
    ["db.run(`SELECT * FROM orders JOIN |`)", ["tables", undefined, "orders"]],
    ["db.run(`SELECT * FROM orders, |`)", ["tables", undefined, "orders"]],
    ["db.run(`SELECT | FROM orders`)", ["columns", undefined, "orders"]],
    ["db.run(`SELECT a, | FROM orders`)", ["columns", undefined, "orders"]],
    ["db.run(`SELECT o.| FROM orders AS o`)", ["columns", "o", "orders o"]],
    ["db.run(`SELECT o.na| FROM main.orders o WHERE x`)", ["columns", "o", "orders o"]],
    ["db.run(`SELECT * FROM orders o JOIN prices p ON o.id = p.|`)", ["columns", "p", "orders o, prices p"]],
    ["db.run(`SELECT * FROM orders WHERE |`)", ["columns", undefined, "orders"]],
    ["db.run(`SELECT * FROM (SELECT a, | FROM x) q`)", ["columns", undefined, "q, x"]],
    ['db.run(`SELECT "or| FROM orders`)', ["columns", undefined, ""]],
    ["db.run(`INSERT INTO |`)", ["tables", undefined, ""]],
    ["db.run(`|`)", ["columns", undefined, ""]],
    ["db.prepare(`SEL|`)", ["columns", undefined, ""]],
    ["const query = `SELECT * FROM |`", ["tables", undefined, ""]],
    ["sql`DELETE FROM |`", ["tables", undefined, ""]],
    ["db.run(`SELECT * FROM ${table} AS t WHERE t.|`)", ["columns", "t", "t"]],
    ["db.run(`SELECT 1; SELECT * FROM |; SELECT 2`)", ["tables", undefined, ""]],
  ];
  for (const [code, place] of statements)
    it(`is ${String(place[0])} in ${code}`, () => {
      assert.deepEqual(sql(code), place);
    });

  it("knows the names that a statement gives to its own queries", () => {
    const question = askOne("db.run(`WITH daily AS (SELECT 1), weekly AS (SELECT 2) SELECT * FROM |`)");
    assert.deepEqual(question.kind === "sql" && question.queries, ["daily", "weekly"]);
  });

  it("is never an error, whatever the code and wherever the cursor", () => {
    const pieces = [
      ...[
        '"',
        "'",
        "`",
        "${",
        "}",
        "(",
        ")",
        "[",
        "]",
        "{",
        "\\",
        "\n",
        "//",
        "/*",
        "*/",
        "/",
        ".",
        "?.",
        ",",
        ";",
        ":",
      ],
      ...[
        "orders",
        "pl.col(",
        ".select(",
        "=>",
        "const x = ",
        "of",
        "SELECT ",
        " FROM ",
        "db.run(",
        "--",
        "=",
        "!",
        "<",
      ],
      ...["😀", "WITH a AS (", "AS", "await", "function", "async", "return", "0", "#"],
    ];
    const code = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 25 });
    fc.assert(
      fc.property(code, fc.nat(), (parts, at) => {
        const text = parts.join("");
        const offset = text.length === 0 ? 0 : at % (text.length + 1);
        for (const { range, typed } of questionsAt(text, offset)) {
          assert.ok(0 <= range.from && range.from <= offset && offset <= range.to && range.to <= text.length);
          assert.equal(text.slice(range.from, offset), typed.slice(-(offset - range.from) || typed.length));
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
