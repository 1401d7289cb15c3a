/** What objects do, whether they are files or in S3. */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { objects, ObjectError } from "../../pipeline/library/pipenb.ts";
import type { Objects, ObjectsOptions } from "../../pipeline/library/pipenb.ts";
import { gathered } from "../support/gathered.ts";

interface Place {
  /** Of a store; what is below it may be given as a prefix. */
  readonly address: string;
  readonly options?: ObjectsOptions;
}

const unusual = [
  "a blank+plus.txt",
  "a&b<c>.txt",
  'it\'s "quoted".txt',
  " before and after ",
  "per%20cent%.txt",
  "ünï/日本 😀.txt",
  "!'()*~$,;:=@[]^`{|}#?.txt",
  "..dots/.hidden",
];

export function objectsContract(placeOf: () => Place): void {
  let count = 0;
  /** Empty, as no two tests share a prefix. */
  const store = (): Objects => {
    const { address, options } = placeOf();
    count += 1;
    return objects(`${address}/store ${count}`, options);
  };
  const keysOf = async (of: Objects, beginning?: string): Promise<string[]> =>
    (await gathered(of.list(beginning))).map(({ key }) => key);
  const missing = (error: unknown): boolean => error instanceof ObjectError && error.code === "missing";

  it("gives back what was written, whatever its form", async () => {
    const of = store();
    const bytes = Buffer.from([0, 255, 10, 13, 0]);
    async function* pieces() {
      yield "ä";
      yield await Promise.resolve(Buffer.from("ö"));
    }
    await of.write("text", "déjà\r\nvu");
    await of.write("bytes", bytes);
    await of.write("a/pieces", pieces());
    await of.write("a/b/stream", Readable.from([Buffer.from("1,"), Buffer.from("2")]));
    await of.write("file.json", (path) => {
      assert.match(path, /file\.json$/);
      return writeFile(path, '{"a":[1]}');
    });
    await of.write("empty", "");
    assert.equal(await of.text("text"), "déjà\r\nvu");
    assert.deepEqual(Buffer.from(await of.bytes("bytes")), bytes);
    assert.equal(await of.text("a/pieces"), "äö");
    assert.equal(Buffer.concat(await gathered(of.stream("a/b/stream"))).toString(), "1,2");
    assert.deepEqual(await of.json("file.json"), { a: [1] });
    assert.equal((await of.bytes("empty")).byteLength, 0);
  });

  it("replaces, tells what is known, and removes", async () => {
    const of = store();
    const began = Date.now();
    await of.write("a", "1");
    await of.write("a", "three");
    const info = await of.stat("a");
    assert.deepEqual([info?.key, info?.bytes, await of.text("a")], ["a", 5, "three"]);
    // Servers cut off the parts of a second.
    assert.ok((info?.modified.getTime() ?? 0) >= began - 2_000);
    assert.equal(await of.has("a"), true);
    await of.delete("a");
    await of.delete("a");
    assert.deepEqual([await of.has("a"), await of.stat("a"), await keysOf(of)], [false, undefined, []]);
  });

  it("says of what is not there that it is missing", async () => {
    const of = store();
    await of.write("a/b", "x");
    // What has others below it is no object, nor is what stands below one.
    for (const key of ["no", "no/thing", "a", "a/b/c"]) {
      await assert.rejects(of.text(key), missing);
      await assert.rejects(gathered(of.stream(key)), missing);
      assert.deepEqual([await of.has(key), await of.stat(key)], [false, undefined]);
      await of.delete(key);
    }
    await assert.rejects(of.json("no"), { name: "ObjectError", message: /no is not there\.$/ });
    assert.equal(await of.text("a/b"), "x");
  });

  it("lists in the order of the bytes of the keys, all or those that begin with a text", async () => {
    const of = store();
    const keys = ["a/1", "a/2", "a-1", "a", "a.txt/x", "b", "Z", "é", "\u{1f600}", "\u{ff5e}"];
    for (const key of keys) if (key !== "a") await of.write(key, key);
    const sorted = keys
      .filter((key) => key !== "a")
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    assert.deepEqual(await keysOf(of), sorted);
    assert.deepEqual(await keysOf(of, "a/"), ["a/1", "a/2"]);
    assert.deepEqual(await keysOf(of, "a"), ["a-1", "a.txt/x", "a/1", "a/2"]);
    assert.deepEqual(await keysOf(of, "a/2/"), []);
    assert.deepEqual(await keysOf(of, "no"), []);
    for await (const { key, bytes, modified } of of.list())
      assert.deepEqual([bytes, modified], [Buffer.byteLength(key), (await of.stat(key))?.modified]);
  });

  it("takes any characters in keys", async () => {
    const of = store();
    for (const key of unusual) await of.write(key, `of ${key}`);
    assert.deepEqual((await keysOf(of)).sort(), [...unusual].sort());
    for (const key of unusual) assert.equal(await of.text(key), `of ${key}`);
    for (const key of unusual) await of.delete(key);
    assert.deepEqual(await keysOf(of), []);
  });

  it("takes no key that leads out of the store", async () => {
    const of = store();
    for (const key of [
      "",
      "/a",
      "../a",
      "a/../../b",
      "a/..",
      "./a",
      "a//b",
      "a/",
      "a\0",
      "a\\..\\b",
      "\ud800",
    ]) {
      await assert.rejects(of.write(key, "x"), /cannot be the key of an object/, JSON.stringify(key));
      await assert.rejects(of.text(key), TypeError);
      await assert.rejects(of.has(key), TypeError);
      await assert.rejects(of.delete(key), TypeError);
      assert.throws(() => of.stream(key), TypeError);
    }
  });

  it("keeps what was there when writing fails", async () => {
    const of = store();
    await of.write("a", "before");
    async function* broken() {
      yield await Promise.resolve("after");
      throw new Error("mine");
    }
    await assert.rejects(of.write("a", broken()), /mine/);
    await assert.rejects(of.write("new", broken()), /mine/);
    await assert.rejects(
      of.write("a", async (path) => {
        await writeFile(path, "after");
        throw new Error("mine");
      }),
      /mine/,
    );
    await assert.rejects(
      of.write("a", () => undefined),
      /Nothing was written/,
    );
    await assert.rejects(
      of.write("new", (path) => mkdir(path)),
      TypeError,
    );
    assert.deepEqual([await of.text("a"), await keysOf(of)], ["before", ["a"]]);
  });

  it("names the object that is no text, or no JSON", async () => {
    const of = store();
    await of.write("latin1", Buffer.from("café", "latin1"));
    await of.write("half.json", '{"a":');
    await assert.rejects(of.text("latin1"), /latin1 is no text in UTF-8\. Read it with bytes\(\)/);
    await assert.rejects(of.json("half.json"), { name: "SyntaxError", message: /half\.json is no JSON: / });
  });
}
