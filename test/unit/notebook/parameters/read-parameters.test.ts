import assert from "node:assert/strict";
import type { Cell } from "../../../../notebook/model.ts";
import { readParameters } from "../../../../notebook/parameters/read-parameters.ts";

function cell(text: string, line = 10): Cell {
  return { kind: "parameters", name: undefined, attributes: new Map(), text, line };
}

function one(text: string) {
  const { parameters, problems } = readParameters(cell(text));
  assert.deepEqual(problems, []);
  assert.equal(parameters.length, 1);
  return parameters[0];
}

function problemOf(text: string) {
  const { problems } = readParameters(cell(text));
  assert.equal(problems.length, 1, JSON.stringify(problems, undefined, 2));
  return { message: problems[0]?.message ?? "", line: problems[0]?.line, column: problems[0]?.column };
}

describe("reading the parameters cell", () => {
  it("reads the example of the design", () => {
    const text = `/** Day to process */
const day: IsoDate = "2022-02-05";
/** Country filter */
const country: "CZ" | "DE" | "US" = "CZ";
const limit: number = 100;
const dryRun: boolean = false;`;
    const { parameters, problems } = readParameters(cell(text));
    assert.deepEqual(problems, []);
    assert.deepEqual(parameters, [
      { name: "day", type: { kind: "date" }, default: "2022-02-05", doc: "Day to process" },
      {
        name: "country",
        type: { kind: "choice", options: ["CZ", "DE", "US"] },
        default: "CZ",
        doc: "Country filter",
      },
      { name: "limit", type: { kind: "number" }, default: 100, doc: "" },
      { name: "dryRun", type: { kind: "boolean" }, default: false, doc: "" },
    ]);
  });

  for (const [source, type, value] of [
    ['const a = "x";', { kind: "string" }, "x"],
    ["const a = `x`;", { kind: "string" }, "x"],
    ["let a = -2.5;", { kind: "number" }, -2.5],
    ["const a = +1_000;", { kind: "number" }, 1000],
    ["const a = 0x1f", { kind: "number" }, 31],
    ["const a = true", { kind: "boolean" }, true],
    ["const a = (1);", { kind: "number" }, 1],
    ["const a = [1, -2];", { kind: "array", element: { kind: "number" } }, [1, -2]],
    ["export const a = 1;", { kind: "number" }, 1],
    ['const a: Path = "data/x";', { kind: "path" }, "data/x"],
    ["const a: string[] = [];", { kind: "array", element: { kind: "string" } }, []],
    [
      'const a: readonly IsoDate[] = ["2024-02-29"];',
      { kind: "array", element: { kind: "date" } },
      ["2024-02-29"],
    ],
    ["const a: Array<number> = [1];", { kind: "array", element: { kind: "number" } }, [1]],
    [
      'const a: ("x" | "y")[] = ["y"];',
      { kind: "array", element: { kind: "choice", options: ["x", "y"] } },
      ["y"],
    ],
    ["const a: 1 | -1 = -1;", { kind: "choice", options: [1, -1] }, -1],
    ['const a: "only" = "only";', { kind: "choice", options: ["only"] }, "only"],
    ["declare const a: IsoDate;", { kind: "date" }, undefined],
    ["declare let a: number[];", { kind: "array", element: { kind: "number" } }, undefined],
  ] as const) {
    it(`understands ${source}`, () => {
      const parameter = one(source);
      assert.deepEqual(parameter?.type, type);
      assert.deepEqual(parameter.default, value);
    });
  }

  for (const [source, doc] of [
    ["/** One. */\nconst a = 1;", "One."],
    ["/**\n * One,\n *   two.\n */\nconst a = 1;", "One,\n  two."],
    ["// One,\n// two.\nconst a = 1;", "One,\ntwo."],
    ["// A heading\n\n// One.\nconst a = 1;", "One."],
    ["// Not this.\n/** One. */\nconst a = 1;", "One."],
    ["const a = 1; // behind", ""],
    ["/* One. */ const a = 1;", "One."],
    ["/** One. */\nexport const a = 1;", "One."],
    ["// Far away.\n\nconst a = 1;", ""],
  ] as const) {
    it(`takes the comment of ${JSON.stringify(source)}`, () => {
      assert.equal(one(source)?.doc, doc);
    });
  }

  it("keeps the comment behind one parameter from the next", () => {
    const { parameters } = readParameters(cell("const a = 1; // about a\nconst b = 2;"));
    assert.deepEqual(
      parameters.map(({ doc }) => doc),
      ["", ""],
    );
  });

  it("reads several declarations of one statement with their own comments", () => {
    const { parameters } = readParameters(cell("/** One */\nconst a = 1,\n  /** Two */\n  b = 2;"));
    assert.deepEqual(
      parameters.map(({ name, doc }) => [name, doc]),
      [
        ["a", "One"],
        ["b", "Two"],
      ],
    );
  });

  for (const [source, message] of [
    ["console.log(1);", /something that is no parameter: console.log\(1\);/],
    ['import x from "y";', /no parameter: import x/],
    ["function f() {\n  return 1;\n}", /no parameter: function f\(\) \{$/],
    ["const a = 1 + 1;", /The default of a is not a plain value/],
    ["const a = `x${1}`;", /not a plain value/],
    ["const a = 1e999;", /not a plain value/],
    ["const a = null;", /not a plain value/],
    ["const a = [];", /a needs a type/],
    ['const a = [1, "x"];', /a needs a type/],
    ["const a: string;", /a has no default/],
    ["let a: string;", /a has no default/],
    ["var a = 1;", /const or let/],
    ["const { a } = 1;", /name of its own/],
    ["const a: Date = 1;", /a cannot be of type Date/],
    ["const a: string | undefined = undefined;", /not a plain value/],
    ['const a: string | undefined = "x";', /cannot be of type string \| undefined/],
    ["const a: number[][] = [[1]];", /cannot be of type number\[\]\[\]/],
    ["const a: bigint = 1;", /cannot be of type bigint/],
    ["const a: number = true;", /The default of a is wrong: true is not a number/],
    ["const a: string = 1;", /1 is not a string/],
    ["const a: number[] = 1;", /1 is not a list/],
    ["const a: number[] = [true];", /true is not a number/],
    ['const a: "x" | "y" = "z";', /"z" is not one of x, y/],
    ['const a: IsoDate = "2022-02-30";', /"2022-02-30" is not a calendar day: February 2022 has 28 days/],
    ['const a: Path = "";', /"" is not a path/],
    ["const a = 1; const a = 2;", /a is declared twice/],
    [
      "const dryRun = 1; const dry_run = 2;",
      /dry_run and dryRun cannot be told apart: both answer to --dry-run/,
    ],
    ["const dryRun = true; const noDryRun = 1;", /both answer to --no-dry-run/],
    [
      "const a = 9_007_199_254_740_993;",
      /9_007_199_254_740_993 cannot be kept exactly: it would become 9007199254740992/,
    ],
    ["const a: number[] = [1, -9007199254740993];", /9007199254740993 cannot be kept exactly/],
    ["const a: 9007199254740993 | 1 = 1;", /9007199254740993 cannot be kept exactly/],
    ["const help = 1;", /help is taken/],
    ["const log = 1;", /log is taken/],
    ["const caBundle = 1;", /caBundle is taken/],
    ["const day: IsoDate =;", /no TypeScript: Expression expected/],
  ] as const) {
    it(`refuses ${source}`, () => {
      assert.match(problemOf(source).message, message);
    });
  }

  it("names the place in the file and says what to do", () => {
    const { problems } = readParameters(cell('const a = 1;\n  const b: IsoDate = "2022-13-01";', 20));
    assert.deepEqual(problems, [
      {
        severity: "error",
        message: 'The default of b is wrong: "2022-13-01" is not a calendar day: there is no month 13.',
        remedy: "Change the default or the type.",
        line: 21,
        column: 22,
      },
    ]);
  });

  it("names every problem at once and still reads what is sound", () => {
    const { parameters, problems } = readParameters(
      cell("const a = 1;\nfoo();\nconst b: Date = 1;\nconst c = 2;"),
    );
    assert.deepEqual(
      parameters.map(({ name }) => name),
      ["a", "c"],
    );
    assert.deepEqual(
      problems.map(({ line }) => line),
      [11, 12],
    );
  });

  it("finds nothing in an empty cell", () => {
    assert.deepEqual(readParameters(cell("// nothing yet\n")), { parameters: [], problems: [] });
  });
});
