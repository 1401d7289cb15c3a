import assert from "node:assert/strict";
import { cellOfObservableText } from "../../../../../notebook/foreign/observable/observable-text.ts";

/** What a cell in Observable's JavaScript becomes: its text, or the parameter it is. */
const cases: Readonly<Record<string, string>> = {
  "x = 1": "const x = 1;\nx",
  "x = d3.sum([1])": "const x = d3.sum([1]);\nx",
  'x = fetch("a").then((r) => r.json())': 'const x = await fetch("a").then((r) => r.json());\nx',
  "x = { return 1 }": "const x = await (async () => { return 1 })();\nx",
  "x = ({ a: 1 })": "const x = ({ a: 1 });\nx",
  "f = (a) => a": "const f = (a) => a;",
  "// the sum\nx = 1": "const x = 1;\nx",
  "function f() { return 1 }": "function f() { return 1 }",
  "x == 1": "x == 1",
  "{ let a = 1; return a }": "await (async () => { let a = 1; return a })()",
  "md`# A`": "# A",
  "md`# ${a}`": "display.markdown(`# ${a}`);",
  "html`<b>a</b>`": "display.html(`<b>a</b>`);",
  "mutable n = 0": "let n = 0;\nn",
  'viewof n = Inputs.range([0, 9], {value: 3, label: "How many"})': "/** How many */\nconst n: number = 3;",
  'viewof s = Inputs.select(["a", "b"])': 'const s: "a" | "b" = "a";',
  "viewof t = Inputs.toggle({value: true})": "const t: boolean = true;",
  'viewof t = Inputs.text({value: "x"})': 'const t: string = "x";',
};

describe("a cell in Observable's JavaScript", () => {
  for (const [before, after] of Object.entries(cases))
    it(`${before.replaceAll("\n", " ")} becomes ${after.replaceAll("\n", " ")}`, () => {
      const { text, parameter } = cellOfObservableText(before);
      assert.equal(parameter ?? text, after);
    });

  for (const text of [
    "x = { yield 1 }",
    'viewof x = html`<input type="range">`',
    'import {a} from "@someone/notes"',
  ])
    it(`${text} is named, with what to do`, () => {
      assert.equal(cellOfObservableText(text).finding?.stops, true);
    });
});
