import assert from "node:assert/strict";
import { toBundle } from "../../../display/bundle.ts";
import { createDisplay } from "../../../display/display.ts";
import type { Display, DisplayEvent } from "../../../display/display.ts";

const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

describe("display", () => {
  let sent: DisplayEvent[];
  let cleared: boolean[];
  let display: Display;
  beforeEach(() => {
    sent = [];
    cleared = [];
    display = createDisplay(
      (event) => sent.push(event),
      (wait) => cleared.push(wait),
      toBundle,
    );
  });
  const data = (at: number): Record<string, unknown> | undefined => sent[at]?.bundle.data;

  it("shows each value at once and in order", () => {
    display(1, undefined, [{ a: 1 }]);
    assert.deepEqual(
      sent.map(({ type }) => type),
      ["display_data", "display_data", "display_data"],
    );
    assert.equal(data(0)?.["text/plain"], "1");
    assert.equal(data(1)?.["text/plain"], "undefined");
    assert.match(String(data(2)?.["text/plain"]), /1 row × 1 column/);
  });

  it("takes away what was shown, at once or with what comes next", () => {
    display.clear();
    display.clear({ wait: true });
    assert.deepEqual(cleared, [false, true]);
  });

  it("shows HTML, Markdown and JSON as such", () => {
    display.html("<b>");
    display.markdown("# a");
    display.json({ a: [1] });
    display.json("text");
    assert.equal(data(0)?.["text/html"], "<b>");
    assert.equal(data(1)?.["text/markdown"], "# a");
    assert.deepEqual(data(2)?.["application/json"], { a: [1] });
    assert.equal(data(3)?.["application/json"], "text");
  });

  for (const [type, bytes] of [
    ["image/png", png],
    ["image/jpeg", Buffer.from("ffd8ffe000104a464946", "hex")],
    ["image/gif", Buffer.from("GIF89a........")],
    ["image/webp", Buffer.from("RIFF....WEBPVP8 ")],
  ] as const) {
    it(`knows ${type} by its bytes`, () => {
      display.image(new Uint8Array(bytes), { width: 20, alt: "a map" });
      assert.equal(data(0)?.[type], bytes.toString("base64"));
      assert.equal(data(0)?.["text/plain"], "a map");
      assert.deepEqual(sent[0]?.bundle.metadata, { [type]: { width: 20, alt: "a map" } });
    });
  }

  it("takes SVG as text and as bytes", () => {
    const svg = `<?xml version="1.0"?>\n<!-- a map -->\n<svg xmlns="http://www.w3.org/2000/svg"/>`;
    display.image(svg);
    display.image(Buffer.from(svg));
    assert.equal(data(0)?.["image/svg+xml"], svg);
    assert.equal(data(1)?.["image/svg+xml"], svg);
  });

  it("refuses bytes that are no image and says what it takes", () => {
    assert.throws(() => display.image(Buffer.from("hello")), /PNG, JPEG, GIF, WebP or SVG/);
    assert.throws(() => display.image("map.png"), /readFileSync/);
  });

  it("adds the text of a bundle whose types a client may not know", () => {
    display.bundle({ "application/geo+json": { type: "Point" } });
    assert.equal(sent.at(-1)?.bundle.data["text/plain"], '{\n  "type": "Point"\n}');
    display.bundle({ "image/png": Uint8Array.of(1) });
    assert.equal(sent.at(-1)?.bundle.data["text/plain"], "[image/png]");
    display.bundle({ "text/latex": "$x$" });
    assert.equal(sent.at(-1)?.bundle.data["text/plain"], "$x$");
  });

  it("refuses in a bundle what cannot be sent", () => {
    assert.throws(() => display.bundle({ "application/x": () => 1 }), /neither text, bytes nor JSON/);
  });

  it("updates in the same place", () => {
    const handle = display("first");
    handle.update("second").update([1]);
    assert.deepEqual(
      sent.map(({ type, displayId }) => [type, displayId === sent[0]?.displayId]),
      [
        ["display_data", true],
        ["update_display_data", true],
        ["update_display_data", true],
      ],
    );
    assert.equal(data(1)?.["text/plain"], "'second'");
  });

  it("keeps the order of updates when a value takes its time", async () => {
    const slow = { [Symbol.for("Jupyter.display")]: () => Promise.resolve({ "text/plain": "slow" }) };
    const handle = display(slow);
    handle.update("fast");
    assert.deepEqual(await toBundle(handle), { data: {}, metadata: {} });
    assert.deepEqual(
      sent.map(({ bundle }) => bundle.data["text/plain"]),
      ["slow", "'fast'"],
    );
  });

  it("shows nothing more as the last value of a cell", async () => {
    assert.deepEqual(await toBundle(display(1)), { data: {}, metadata: {} });
    assert.equal(sent.length, 1);
  });
});
