import assert from "node:assert/strict";
import { tableFromArrays, tableToIPC, vectorFromArray, Table, Utf8, Dictionary, Int32 } from "apache-arrow";
import { compareFiles, digestLine, type Files } from "../../../../pipeline/proof/compare-files.ts";

const differences = async (first: Files, second: Files) => (await compareFiles(first, second)).differences;
const text = (path: string, first: string, second: string) =>
  differences(new Map([[path, Buffer.from(first)]]), new Map([[path, Buffer.from(second)]]));

describe("comparing what two runs have written", () => {
  it("finds nothing in files of the same bytes", async () => {
    assert.deepEqual(await text("a.csv", "x\n1\n", "x\n1\n"), []);
    assert.deepEqual(await differences(new Map(), new Map()), []);
  });

  it("names a file that only one of them has", async () => {
    const file = new Map([["a.txt", Buffer.from("")]]);
    assert.deepEqual(await differences(file, new Map()), [
      { path: "a.txt", first: "the file", second: undefined },
    ]);
    assert.deepEqual(await differences(new Map(), file), [
      { path: "a.txt", first: undefined, second: "the file" },
    ]);
  });

  it("names line and column of a CSV, also where values are quoted", async () => {
    const [found] = await text(
      "a.csv",
      'name,made\n"A, B",1\n"A ""C""",2\n',
      'name,made\n"A, B",1\n"A ""C""",3\n',
    );
    assert.deepEqual(found, { path: "a.csv", place: 'line 3, column "made"', first: "2", second: "3" });
    assert.equal((await text("a.tsv", "x\ty\n1\t2\n", "x\ty\n0\t2\n"))[0]?.place, 'line 2, column "x"');
    assert.equal(
      (await text("a.csv", "x,y\n1,2\n", "x,y\n1\n"))[0]?.place,
      "line 2",
      "a row of another length",
    );
    assert.equal((await text("a.csv", "x,y\n", "x,z\n"))[0]?.place, "line 1", "the names themselves");
  });

  it("names the way to a value of JSON, and the line where only the writing differs", async () => {
    const [found] = await text("a.json", '{"a":[{"b c":1}]}', '{"a":[{"b c":2}]}');
    assert.deepEqual(found, { path: "a.json", place: '$.a[0]["b c"]', first: "1", second: "2" });
    assert.deepEqual((await text("a.json", '{"a":1}', "{}"))[0], {
      path: "a.json",
      place: "$.a",
      first: "1",
      second: undefined,
    });
    assert.equal((await text("a.json", '{"a":1}', '{"a": 1}'))[0]?.place, "line 1");
    assert.equal((await text("a.json", "{", "}"))[0]?.place, "line 1");
  });

  it("names the byte where there is no text", async () => {
    const [found] = await differences(
      new Map([["a.bin", Uint8Array.of(0, 1, 255)]]),
      new Map([["a.bin", Uint8Array.of(0, 1)]]),
    );
    assert.deepEqual(found, { path: "a.bin", place: "byte 3", first: "ff", second: "the end" });
  });

  it("looks at what an Arrow file holds, and not at how it is written", async () => {
    const ipc = (table: Table): Uint8Array => tableToIPC(table, "file");
    const words = (id: number) =>
      new Table({ a: vectorFromArray(["x", "y", "x"], new Dictionary(new Utf8(), new Int32(), id)) });
    const files = (table: Table) => new Map([["a.arrow", ipc(table)]]);
    assert.notDeepEqual(ipc(words(1)), ipc(words(200)));
    assert.deepEqual(await differences(files(words(1)), files(words(200))), []);
    const numbers = (b: number[]) => tableFromArrays({ a: Int32Array.of(1, 2), b: Float64Array.from(b) });
    assert.deepEqual(await differences(files(numbers([1, 2])), files(numbers([1, NaN]))), [
      { path: "a.arrow", place: 'row 2, column "b"', first: "2", second: "NaN" },
    ]);
  });

  it("names the first column that only one of two tables has", async () => {
    const file = (table: Table) => new Map([["a.arrow", tableToIPC(table, "file")]]);
    const numbers = (name: string) => tableFromArrays({ a: Int32Array.of(1), [name]: Int32Array.of(1) });
    assert.deepEqual(await differences(file(numbers("b")), file(numbers("c"))), [
      { path: "a.arrow", place: "column 2", first: "b: Int32 (never null)", second: "c: Int32 (never null)" },
    ]);
  });

  it("compares by its bytes what promises a table and is none, and says so", async () => {
    const [found] = await text("a.parquet", "no table", "another");
    assert.match(found?.note ?? "", /^compared by its bytes, as it cannot be read as Parquet: parquet /);
    assert.deepEqual([found?.place, found?.first, found?.second], ["line 1", "no table", "another"]);
    const large = (digit: string) => new Map([["a.parquet", digestLine(100, digit.repeat(64))]]);
    assert.equal(
      (await differences(large("0"), large("1")))[0]?.note,
      "compared by its bytes, as it is too large",
    );
  });

  it("shortens long values", async () => {
    const [found] = await text("a.txt", "x".repeat(500), "y");
    assert.equal(found?.first?.length, 80);
  });
});
