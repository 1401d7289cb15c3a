import assert from "node:assert/strict";
import { conditions, type TraceLine } from "../../../../pipeline/proof/conditions.ts";
import {
  compareTrials,
  mutatedInputs,
  notebookAndImage,
  ofCondition,
  standardOutput,
  unsteadyFiles,
} from "../../../../pipeline/proof/findings.ts";
import type { Finding, Trial } from "../../../../pipeline/proof/findings.ts";
import { reportPage } from "../../../../pipeline/proof/report-page.ts";
import { findingLines, verdict } from "../../../../pipeline/proof/report.ts";

const trial = (files: Readonly<Record<string, string>>, more: Partial<Trial> = {}): Trial => ({
  exitCode: 0,
  files: new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
  trace: [],
  ...more,
});
const findingOf = async (...given: Parameters<typeof compareTrials>): Promise<Finding | undefined> =>
  (await compareTrials(...given)).finding;
const clock = ofCondition(conditions.find(({ name }) => name === "clock") ?? assert.fail());
const look = (cell: string, what = "Date.now()"): TraceLine => ({ type: "look", cell, at: "clock", what });
const write = (cell: string, path: string): TraceLine => ({ type: "write", cell, path });

describe("what trials say", () => {
  it("is nothing where both did the same", async () => {
    assert.equal(await findingOf(clock, trial({ a: "1" }), trial({ a: "1" })), undefined);
  });

  it("is to blame on the cell that looked, rather than on the one that wrote", async () => {
    const trace = [look("stamp"), write("save", "a.csv")];
    const found = await findingOf(
      clock,
      trial({ "a.csv": "x\n1\n" }, { trace }),
      trial({ "a.csv": "x\n2\n" }),
    );
    assert.equal(found?.sentence, "a.csv depends on the time of the run.");
    assert.deepEqual([found.cell, found.looked], ["stamp", ["Date.now()"]]);
    assert.deepEqual(findingLines(found), [
      "a.csv depends on the time of the run.",
      'a.csv, line 2, column "x": 1 → 2',
      "cell: stamp, by Date.now()",
      clock.remedy,
    ]);
  });

  it("is to blame on the cell that looked and wrote, before one that only looked", async () => {
    const trace = [look("progress"), look("save", "new Date()"), write("save", "a")];
    const found = await findingOf(clock, trial({ a: "1" }, { trace }), trial({ a: "2" }));
    assert.deepEqual([found?.cell, found?.looked], ["save", ["new Date()"]]);
  });

  it("is to blame on the writer where nobody was seen to look", async () => {
    const found = await findingOf(
      clock,
      trial({ a: "1" }, { trace: [write("save", "a")] }),
      trial({ a: "2" }),
    );
    assert.deepEqual([found?.cell, found?.looked], ["save", []]);
  });

  it("is to blame on the cell that printed the line", async () => {
    const print = (cell: string, lines: number): TraceLine => ({ type: "print", cell, lines });
    const trace = [print("", 1), print("load", 2), print("report", 1), print("load", 1)];
    const printed = (lines: readonly string[]): Trial =>
      trial({ [standardOutput]: lines.map((line) => `${line}\n`).join("") }, { trace });
    const cellOf = async (line: number): Promise<string | undefined> => {
      const lines = ["a", "b", "c", "d", "e"];
      const found = await findingOf(notebookAndImage, printed(lines), printed(lines.with(line - 1, "x")));
      assert.equal(found?.sentence, "The standard output is not the same in the notebook and in the image.");
      assert.deepEqual(found.differences, [
        { path: standardOutput, place: `line ${line}`, first: lines[line - 1], second: "x" },
      ]);
      return found.cell;
    };
    assert.deepEqual(
      [await cellOf(1), await cellOf(2), await cellOf(3), await cellOf(4), await cellOf(5)],
      [undefined, "load", "load", "report", "load"],
    );
  });

  it("tells a failure with its cell and why, and no files that then lack", async () => {
    const failure = { cell: "fetch", message: "Error: getaddrinfo EAI_AGAIN example.org\n    at fetch" };
    const found = await findingOf(clock, trial({ a: "1" }), trial({}, { exitCode: 1, failure }));
    assert.match(found?.sentence ?? "", /exit code 0, then 1: Error: getaddrinfo EAI_AGAIN example.org\)/);
    assert.deepEqual([found?.cell, found?.differences], ["fetch", []]);
  });

  it("leaves files alone of which it is known that they are never the same", async () => {
    const known = await findingOf(clock, trial({ a: "1", b: "1" }), trial({ a: "2", b: "1" }));
    assert.ok(known !== undefined);
    const unsteady = unsteadyFiles([known]);
    assert.equal(
      await findingOf(notebookAndImage, trial({ a: "1" }), trial({ a: "3" }), unsteady),
      undefined,
    );
    assert.equal(
      (await findingOf(notebookAndImage, trial({ b: "1" }), trial({ b: "3" }), unsteady))?.about,
      "notebook and image",
    );
  });

  it("finds inputs that a run has changed, and takes new files for results", async () => {
    const before = new Map([["in.csv", Buffer.from("x\n1\n")]]);
    const [found, ...rest] = await mutatedInputs(
      before,
      trial({ "in.csv": "x\n2\n", "out.csv": "" }, { trace: [write("mend", "in.csv")] }),
    );
    assert.deepEqual([found?.cell, found?.about, rest], ["mend", "mutated input", []]);
  });
});

describe("the report of a verification", () => {
  const found: Finding = {
    about: "clock",
    sentence: "<b>.csv depends on the time of the run.",
    cell: "a & b",
    looked: [],
    differences: [
      { path: "<b>.csv", place: "line 1", first: '"', second: undefined },
      { path: "c", first: undefined, second: "the file" },
    ],
    remedy: "Mend it.",
  };
  const verification = {
    notebook: "x.pipenb",
    args: ["<1>"],
    trials: [{ name: "in the image" }],
    findings: [found],
    files: 2,
    stdout: false,
    milliseconds: 1000,
    notes: ["<c>.parquet holds the same table."],
  };

  it("has all data as text", () => {
    const page = reportPage(verification);
    assert.doesNotMatch(page, /<b>|<1>|<c>/);
    assert.match(page, /&#60;b&#62;\.csv depends/);
    assert.match(page, /a &#38; b/);
  });

  it("links cells where it is told to what", () => {
    assert.doesNotMatch(reportPage(verification), /<a /);
    const page = reportPage(verification, (cell) => `command:show?"${cell}"`);
    assert.match(page, /In <a href="command:show\?&#34;a &#38; b&#34;">cell &#34;a &#38; b&#34;<\/a>/);
  });

  it("says in one sentence how it ended", () => {
    assert.equal(verdict(verification), "1 finding (2 files in 1 runs).");
    assert.match(
      verdict({ ...verification, findings: [] }),
      /^The notebook and its image give the same: 2 files/,
    );
  });
});
