import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lineOf, parseLine, type Entry, type UnitEntry } from "../../../backfill/journal/entry.ts";
import { lookIntoJournal, openJournal } from "../../../backfill/journal/journal-file.ts";
import { readJournal, stateOf } from "../../../backfill/journal/read-journal.ts";
import { runKey, runName, versionId } from "../../../backfill/run-key.ts";
import { selectUnits, type Selection } from "../../../backfill/select-units.ts";

const old = { image: "sha256:old", parameters: {} };
const current = { image: "sha256:new", parameters: {} };

const entry = (unit: string, state: UnitEntry["state"], version = current): UnitEntry => ({
  at: "2022-01-01T00:00:00.000Z",
  unit,
  state,
  attempt: 1,
  version: versionId(version),
});

const journalOf = (entries: readonly Entry[]) => readJournal(Buffer.from(entries.map(lineOf).join("")));

describe("the journal of a backfill", () => {
  it("gives back what was written", () => {
    const begin = { at: "t", begin: ["a", "b"], version: "v", image: "sha256:1", parameters: { n: [1] } };
    const elsewhere = { ...begin, on: "dask", machine: "m", runtime: "podman" };
    for (const each of [entry("ř\n", "done"), { ...entry("a", "failed"), code: 42 }, begin, elsewhere])
      assert.deepEqual(parseLine(lineOf(each).trimEnd()), each);
  });

  it("passes over lines that are none", () => {
    for (const line of [
      "",
      "{",
      "null",
      "[]",
      '{"at":1}',
      '{"at":"t","version":"v","unit":"a","state":"odd"}',
    ])
      assert.equal(parseLine(line), undefined, line);
  });

  it("holds the last that is said of each unit, whatever stands between", () => {
    const odd = entry('say "so" \\ ř', "running");
    const lines = [
      entry("a", "running"),
      odd,
      entry("a", "retrying"),
      { ...odd, state: "done" as const },
      entry("b", "lost"),
    ];
    const texts = [
      "",
      ...lines.map((each) => lineOf(each).trimEnd()),
      "",
      '{"at":"2022-01-01T00:00:00.000Z","unit":"b',
      "",
    ];
    const { units } = readJournal(Buffer.from(texts.join("\n")));
    assert.deepEqual(
      [...units.values()].map(({ unit, state }) => [unit, state]),
      [
        ["a", "retrying"],
        [odd.unit, "done"],
        ["b", "lost"],
      ],
    );
  });

  it("holds what lines say that are like others, and no line that only looks like one", () => {
    const lines = Array.from({ length: 100 }, (_, index) => ({
      ...entry(`unit-${index % 70}`, index % 3 === 0 ? "failed" : "done"),
      attempt: 1 + (index % 50),
      ...(index % 2 === 0 ? { code: index } : {}),
    }));
    const odd = lineOf(entry("unit-99", "done")).replace("done", "odd");
    const torn = '{"at":"2022-01-01T00:00:00.000Z","unit":"unit-98","state":"done"\n';
    const { units } = readJournal(Buffer.from(lines.map(lineOf).join("") + odd + torn));
    const last = new Map(lines.map((each) => [each.unit, each]));
    assert.deepEqual(new Map(units), last);
    assert.deepEqual([...units.keys()], [...last.keys()]);
    assert.deepEqual([...units.values()], [...last.values()]);
    assert.equal(units.size, last.size);
    for (const [unit, each] of last) assert.deepEqual(units.get(unit), each);
    assert.ok(units.has("unit-1") && !units.has("unit-99"));
    const seen: unknown[] = [];
    units.forEach((each) => seen.push(each));
    assert.deepEqual(seen, [...last.values()]);
  });

  it("is whole up to its last line, wherever the last one is torn", () => {
    const [first, second] = [lineOf(entry("a", "done")), lineOf(entry("b", "done"))];
    const bytes = Buffer.from(first + second);
    for (let length = first.length; length < bytes.length; length += 1) {
      const { wholeBytes, units } = readJournal(bytes.subarray(0, length));
      assert.equal(wholeBytes, first.length);
      assert.deepEqual([...units.keys()], ["a"]);
    }
  });

  it("says what a unit is, seen from an image and its parameters", () => {
    const seen = (each: UnitEntry | undefined): string => stateOf(each, versionId(current));
    assert.equal(seen(undefined), "missing");
    assert.equal(seen(entry("a", "done")), "done");
    assert.equal(seen(entry("a", "done", old)), "stale");
    assert.equal(seen(entry("a", "failed", old)), "failed");
    assert.equal(seen(entry("a", "running", old)), "missing");
  });

  it("says which units are to be run", () => {
    const journal = journalOf([
      entry("done", "done"),
      entry("stale", "done", old),
      entry("failed", "failed"),
      entry("mended", "failed", old),
      entry("stopped", "stopped"),
      entry("running", "running"),
    ]);
    const units = ["done", "stale", "failed", "mended", "stopped", "running", "missing"];
    const selected = (only: Selection): string =>
      selectUnits(units, { journal, version: current, only, findsLost: true })
        .map(({ unit, attempt }) => unit + String(attempt))
        .join(" ");
    assert.equal(selected("missing"), "running1 mended2 stopped2 missing1");
    assert.equal(selected("failed"), "running1 failed2 mended2");
    assert.equal(selected("stale"), "running1 stale2");
    assert.equal(selected("all"), "running1 done2 stale2 failed2 mended2 stopped2 missing1");
  });

  it("names runs by image, unit and parameters, in whatever order those stand", () => {
    const [one, other] = [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ].map((parameters) => ({ ...current, parameters }));
    assert.ok(one !== undefined && other !== undefined);
    assert.equal(runKey(one, "u"), runKey(other, "u"));
    assert.equal(versionId(one), versionId(other));
    const keys = [runKey(one, "u"), runKey(one, "v"), runKey(current, "u"), runKey(old, "u")];
    assert.equal(new Set(keys).size, 4);
    assert.match(runName(keys[0] ?? "", 2), /^pipenb-[0-9a-f]{24}-2$/);
  });

  describe("as a file", () => {
    let folder: string;
    let path: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "pipenb-journal-"));
      path = join(folder, "deep", "journal.jsonl");
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    it("takes lines, and gives them back when it is opened again", async () => {
      const journal = await openJournal(path);
      assert.equal(journal.state.units.size, 0);
      await journal.append(entry("a", "done"));
      await journal.append(entry("b", "failed"));
      await journal.close();
      const again = await openJournal(path);
      assert.deepEqual([...again.state.units.keys()], ["a", "b"]);
      await again.close();
    });

    it("is mended behind a line that a kill has torn, and not by who only looks", async () => {
      const journal = await openJournal(path);
      await journal.append(entry("a", "done"));
      await journal.close();
      await appendFile(path, '{"at":"2022-01-01T00:00:0');
      assert.deepEqual([...(await lookIntoJournal(path)).units.keys()], ["a"]);
      assert.match(await readFile(path, "utf8"), /:0$/);
      const again = await openJournal(path);
      await again.append(entry("b", "done"));
      await again.close();
      assert.equal(await readFile(path, "utf8"), lineOf(entry("a", "done")) + lineOf(entry("b", "done")));
    });

    it("is empty where there is none", async () => {
      assert.equal((await lookIntoJournal(path)).units.size, 0);
      await writeFile(join(folder, "deep"), "a file where the folder should be");
      await assert.rejects(openJournal(path));
    });
  });
});
