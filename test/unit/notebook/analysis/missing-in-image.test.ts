import assert from "node:assert/strict";
import { localModules } from "../../../../notebook/analysis/local-modules.ts";
import { missingInImage } from "../../../../notebook/analysis/missing-in-image.ts";
import type { LookAtFile } from "../../../../notebook/analysis/missing-in-image.ts";
import { notebookOf } from "../../../support/notebook-of.ts";

const outside: ReadonlySet<string> = new Set(["../x.csv", "/home/me/x.csv", "/etc/os-release", "link.csv"]);

/** Every file is there that is not called "gone". */
const lookAt: LookAtFile = (path) =>
  path.includes("gone") ? undefined : outside.has(path) ? "outside" : "inside";

/** Paths in the messages, with their place in the cell. */
function missing(text: string | readonly string[], frontMatter = {}): readonly string[] {
  const notebook = notebookOf([text].flat(), frontMatter);
  const modules = localModules(notebook, (path) => (path === "lib/a.json" ? "{}" : undefined));
  return missingInImage(notebook, modules, lookAt).map(
    ({ line, column, message }) => `${line}:${column} ${message.split(" ")[0] ?? ""}`,
  );
}

describe("files that cells read and the image will not have", () => {
  const reads = [
    'readFileSync("x.csv")',
    'await fs.promises.readFile("./x.csv", "utf8")',
    'createReadStream(join("x.csv"))',
    'readFile(new URL("./x.csv", import.meta.url))',
    'const template = new URL("x.csv", import.meta.url);',
    'readFile(join(import.meta.dirname, "x.csv"))',
    'pl.readCSV("x.csv")',
    'pl.scanParquet("x.csv")',
    'dfd.readJSON("x.csv")',
    'aq.loadArrow("x.csv")',
    "await db.run(\"SELECT * FROM 'x.csv' WHERE a\")",
    "await db.run(`SELECT ${a} FROM read_csv('x.csv')`)",
    'const file: Path = "x.csv";\nreadFile(file)',
    'process.loadEnvFile("x.csv")',
    'execFileSync("./x.csv")',
    'copyFile("x.csv", "y.csv")',
  ];
  for (const text of reads)
    it(`are found in ${text}`, () => {
      assert.deepEqual(
        missing(text).map((each) => each.split(" ")[1]),
        ["x.csv"],
      );
    });

  it("are told once, at their place, with what is wrong with them", () => {
    const notebook = notebookOf([
      'const a = readFile("x.csv");\nreadFile("./x.csv"); readFile("../x.csv");',
      'readFile("link.csv"); readFile("/home/me/x.csv");',
    ]);
    const none = { files: new Map(), problems: [] };
    assert.deepEqual(
      missingInImage(notebook, none, lookAt).map(({ severity, message, remedy }) => [
        severity,
        message,
        remedy,
      ]),
      [
        [
          "warning",
          "x.csv is read here, and image.files does not name it: the image will not have it.",
          "Name it under image.files, or mount it where the image is run.",
        ],
        [
          "warning",
          "../x.csv lies outside of the notebook's folder, and is in no container.",
          "Move it below the notebook's folder, or use a mount.",
        ],
        [
          "warning",
          "link.csv is a link that leads out of the notebook's folder, where the kernel's container has nothing.",
          "Put the file itself in the link's place.",
        ],
        [
          "warning",
          "/home/me/x.csv is a place of this machine, which neither the kernel's container nor the image has.",
          "Write the path from the notebook's folder, or use a mount.",
        ],
      ],
    );
    assert.match(missing('1;\n  readFile("x.csv");')[0] ?? "", /:12 x\.csv$/);
  });

  it("are told where they are modules that links lead to", () => {
    const read = (path: string): string | undefined =>
      ({ "a.ts": 'import "./lib/b";', "lib/b.ts": "", "c.ts": "" })[path];
    const notebook = notebookOf(["1;\nimport './a.js';", 'import "./c";']);
    const links: LookAtFile = (path) => (path === "c.ts" ? "inside" : "outside");
    assert.deepEqual(
      missingInImage(notebook, localModules(notebook, read), links).map(
        ({ line, column, message }) => `${line}:${column} ${message.split(" ")[0] ?? ""}`,
      ),
      ["5:8 a.ts", "1:1 lib/b.ts"],
    );
  });

  it("are none where they come by themselves, are named, mounted, made by the notebook, or not there", () => {
    const fine: readonly (readonly [string, object?])[] = [
      ['import a from "./lib/a.json";\nreadFile("lib/a.json")'],
      ['readFile("x.csv")', { image: { files: ["./x.csv"] } }],
      ['readFile("lib/x.csv")', { image: { files: ["lib/"] } }],
      ['readdir("lib")', { image: { files: ["lib/x.csv"] } }],
      ['readFile("data/input/x.csv"); readdir("data"); readdir(".")'],
      ['readFile("in/x.csv"); readFile("/home/x/y")', { mounts: ["./in:/in:ro", "/srv:/home/x"] }],
      ['writeFile("x.csv", "a"); readFile("x.csv")'],
      ['mkdirSync("out"); readFile("out/x.csv")'],
      ['dfd.toCSV(df, { filePath: "x.csv" }); readFile("x.csv")'],
      ["await db.run(\"COPY t TO 'x.csv'\"); pl.readCSV('x.csv')"],
      ['copyFile("gone.csv", "x.csv"); readFile("x.csv")'],
      ['readFile("gone.csv"); readFile("/etc/os-release"); readFile("/run/secrets/db")'],
      ['aq.loadCSV("https://example.com/x.csv"); fetch(new URL("x.csv", "https://example.com"))'],
      ['existsSync("x.csv"); console.log("x.csv"); readFile(name); db.run("SELECT a FROM \'*.csv\'")'],
      ["readFile(`${folder}/x.csv`)"],
    ];
    for (const [text, frontMatter] of fine) assert.deepEqual(missing(text, frontMatter), [], text);
    assert.deepEqual(missing(['const file = "a.csv";\nreadFile(file)', 'const file = "b.csv";']), []);
  });
});
