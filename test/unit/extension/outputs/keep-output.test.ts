import assert from "node:assert/strict";
import { utf8 } from "@uwdata/flechette";
import { keepOutput } from "../../../../extension/outputs/keep-output.ts";
import { needlesOf } from "../../../../extension/outputs/mask-bytes.ts";
import { newestThatFit } from "../../../../extension/outputs/cache-text.ts";
import { readTable } from "../../../../dataframes/view/table/table.ts";
import { streamOf } from "../../../support/renderer/stream-of.ts";

const item = (mime: string, text: string) => ({ mime, data: Buffer.from(text) });
const stdout = "application/vnd.code.notebook.stdout";

function kept(items: readonly { mime: string; data: Uint8Array }[], ...secrets: readonly string[]) {
  return keepOutput({ items }, needlesOf(secrets)).items.map(({ mime, base64 }) => ({
    mime,
    data: Buffer.from(base64, "base64"),
  }));
}
const textOf = (items: ReturnType<typeof kept>): string => items.map(({ data }) => data.toString()).join("|");

describe("an output that is kept", () => {
  it("has its secrets masked, in every form", () => {
    const secret = 'pa"ss<word>&more';
    const text = textOf(
      kept(
        [
          item("text/plain", `is ${secret}, ${secret}`),
          item("text/html", "is pa&quot;ss&lt;word&gt;&amp;more"),
          item("application/json", JSON.stringify({ secret })),
          item("text/markdown", `http://x/?p=${encodeURIComponent(secret)}`),
          item("text/plain", `Basic ${Buffer.from(`me:${secret}`).toString("base64")}`),
        ],
        `${secret}\n`,
      ),
    );
    assert.match(
      text,
      /^is \*{8}, \*{8}\|is \*{8}\|\{"secret":"\*{8}"\}\|http:\/\/x\/\?p=\*{8}\|Basic \w{0,5}\*{8}\S{0,5}$/,
    );
  });

  it("has each line of a long secret masked", () => {
    const key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\nshort\n-----END KEY-----";
    assert.equal(
      textOf(kept([item("text/plain", "line MIIEvQIBADANBg, short")], key)),
      "line ********, short",
    );
  });

  it("has a secret masked that lies across two pieces of a stream", () => {
    assert.equal(textOf(kept([item(stdout, "a hunt"), item(stdout, "er2 b")], "hunter2")), "a ******** b");
  });

  it("stays a sound table when a secret is masked in it", () => {
    const bytes = streamOf(["password", utf8(), ["hunter2", "x hunter2 y"]]);
    const [masked] = kept([{ mime: "application/vnd.apache.arrow.stream", data: bytes }], "hunter2");
    assert.ok(masked !== undefined);
    const [column] = readTable(masked.data).columns;
    assert.deepEqual([column?.whole(0), column?.whole(1)], ["*******", "x ******* y"]);
  });

  it("keeps its words when a secret is too short to be one", () => {
    assert.equal(textOf(kept([item("text/plain", "abc")], "a", "", " \n")), "abc");
  });

  it("has its metadata masked, and loses it rather than break", () => {
    const metadata = { pipenb: { note: "hunter2", rows: 123456 } };
    assert.deepEqual(keepOutput({ items: [], metadata }, needlesOf(["hunter2"])).metadata, {
      pipenb: { note: "********", rows: 123456 },
    });
    assert.deepEqual(keepOutput({ items: [], metadata }, needlesOf(["123456"])).metadata, {});
  });

  it("loses the forms that are too large, not the others", () => {
    const large = "x".repeat(3_000_000);
    const items = kept([item("text/html", large), item("text/plain", "small")]);
    assert.deepEqual(
      items.map(({ mime }) => mime),
      ["text/plain"],
    );
    assert.match(textOf(kept([item("image/png", large)])), /An output of 3\.0 MB was not kept/);
  });

  it("has long text cut, and says so", () => {
    const text = textOf(kept([item(stdout, "x".repeat(1_000_000))]));
    assert.ok(text.length < 201_000);
    assert.match(text, /1\.0 MB in all; the rest was not kept/);
  });
});

describe("a file of outputs", () => {
  const cell = (index: number, at: number, size: number) => ({
    ran: { key: "", before: "" },
    index,
    at,
    outputs: [{ items: [{ mime: "", base64: "x".repeat(size) }], metadata: {} }],
  });

  it("drops what ran longest ago when it grows too large", () => {
    const cells = [cell(0, 5, 400), cell(1, 1, 400), cell(2, 9, 400)];
    assert.deepEqual(
      newestThatFit(cells, 1_300).map(({ index }) => index),
      [0, 2],
    );
    assert.deepEqual(newestThatFit(cells).length, 3);
  });
});
