import assert from "node:assert/strict";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { toBundle } from "../../../display/bundle.ts";

const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

async function dataOf(value: unknown): Promise<Record<string, unknown>> {
  return (await toBundle(value)).data;
}

async function typesOf(value: unknown): Promise<readonly string[]> {
  return Object.keys(await dataOf(value));
}

describe("values of libraries that show themselves", () => {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");

  it("are pictures where they are charts of Observable Plot", async () => {
    const chart = Plot.barY([{ day: "Mon", rain: 3 }], { x: "day", y: "rain" });
    const data = await dataOf(chart.plot({ document }));
    assert.deepEqual(Object.keys(data), ["image/svg+xml", "text/plain"]);
    assert.match(String(data["image/svg+xml"]), /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
    assert.match(String(data["text/plain"]), /^\[image\/svg\+xml, \d+ characters\]$/);
    const withTitle = chart.plot({ document, title: "Rain" });
    assert.deepEqual(await typesOf(withTitle), ["text/html", "text/plain"]);
  });

  it("are HTML where they are elements, fragments and documents", async () => {
    const table = document.createElement("table");
    table.innerHTML = "<tr><td>1</td></tr>";
    assert.equal((await dataOf(table))["text/html"], "<table><tr><td>1</td></tr></table>");
    assert.equal((await dataOf(table))["text/plain"], "<table><tr><td>1</td></tr></table>");
    const fragment = document.createDocumentFragment();
    fragment.append(document.createElement("b"), document.createElement("i"));
    assert.equal((await dataOf(fragment))["text/html"], "<b></b><i></i>");
    assert.match(String((await dataOf(document))["text/html"]), /^<html>/);
  });

  it("are the picture that they are part of", async () => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
    svg.append(group);
    assert.match(String((await dataOf(group))["image/svg+xml"]), /^<svg .*<g/);
    const selection = { _groups: [[group]], node: () => group };
    assert.match(String((await dataOf(selection))["image/svg+xml"]), /^<svg .*<g/);
  });

  it("are charts where they are a view or a specification of Vega-Lite or Vega", async () => {
    const spec = (name: string): object => ({ $schema: `https://vega.github.io/schema/${name}.json` });
    for (const [name, type] of [
      ["vega-lite/v4", "application/vnd.vegalite.v4+json"],
      ["vega-lite/v6.1.0", "application/vnd.vegalite.v6+json"],
      ["vega/v5", "application/vnd.vega.v5+json"],
      ["vega/v6", "application/vnd.vega.v6+json"],
    ]) {
      assert.deepEqual(await typesOf({ toSpec: () => spec(name ?? "") }), [type, "text/plain"]);
      assert.deepEqual(await typesOf(spec(name ?? "")), [type, "text/plain"]);
    }
    const titled = {
      ...spec("vega-lite/v5"),
      title: "Rain",
      mark: { type: "bar" },
      encoding: { x: { field: "day" } },
    };
    assert.equal((await dataOf(titled))["text/plain"], '[Vega-Lite chart "Rain": bar of x day]');
  });

  for (const [what, value, expected] of [
    ["a canvas", { toDataURL: () => `data:image/png;base64,${pixel}` }, { "image/png": pixel }],
    [
      "a canvas that draws meanwhile",
      { toDataURL: () => Promise.resolve(`data:image/jpeg;base64,${pixel}`) },
      { "image/jpeg": pixel },
    ],
    [
      "a canvas of SVG",
      { toDataURL: () => "data:image/svg+xml;charset=utf-8,%3Csvg%20xmlns='a'/%3E" },
      { "image/svg+xml": "<svg xmlns='a'/>" },
    ],
    [
      "a chart that writes SVG",
      { toSVG: () => Promise.resolve("<svg xmlns='a'/>") },
      { "image/svg+xml": "<svg xmlns='a'/>" },
    ],
    [
      "a chart of ECharts",
      { renderToSVGString: () => "<svg xmlns='a'/>" },
      { "image/svg+xml": "<svg xmlns='a'/>" },
    ],
    ["what has HTML for ijavascript", { _toHtml: () => "<b>1</b>" }, { "text/html": "<b>1</b>" }],
    ["what has types for ijavascript", { _toMime: () => ({ "text/latex": "$x$" }) }, { "text/latex": "$x$" }],
    ["what has a PNG for ijavascript", { _toPng: () => pixel }, { "image/png": pixel }],
  ] as const) {
    it(`are pictures or texts of their own: ${what}`, async () => {
      const { "text/plain": plain, ...data } = await dataOf(value);
      assert.deepEqual(data, expected);
      assert.equal(typeof plain, "string");
    });
  }

  it("say what went wrong beside their text", async () => {
    const fails = { toDataURL: () => Promise.reject(new Error("no canvas")) };
    assert.match(String((await dataOf(fails))["text/plain"]), /its method toDataURL threw: no canvas/);
    const throws = { toSpec: () => assert.fail("no chart") };
    assert.match(String((await dataOf(throws))["text/plain"]), /its method toSpec threw: no chart/);
  });

  for (const [what, value] of [
    [
      "methods that give something else",
      { toSpec: () => 1, toDataURL: () => "data:text/plain,a", toSVG: () => 7 },
    ],
    ["members that are no methods", { toSpec: 1, outerHTML: 2, toDataURL: "x", _groups: [] }],
    ["bytes of a picture, unless they are displayed as one", Buffer.from(pixel, "base64")],
    ["another schema", { $schema: "https://json-schema.org/draft/2020-12/schema" }],
  ] as const) {
    it(`are none with ${what}`, async () => {
      const types = await typesOf(value);
      assert.ok(!types.some((type) => /^(image|text\/html)|vega/.test(type)), types.join());
    });
  }
});
