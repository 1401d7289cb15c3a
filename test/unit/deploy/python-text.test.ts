import assert from "node:assert/strict";
import { call, docstring, literal, quoted, statement } from "../../../deploy/python-text.ts";

describe("Python source", () => {
  it("has JSON as literals", () => {
    assert.equal(
      statement("x = ", literal({ a: null, b: [true, 1.5], c: "d", e: undefined, f: {} })),
      'x = {"a": None, "b": [True, 1.5], "c": "d", "f": {}}',
    );
  });

  it("has a line for each item where one line would be too long", () => {
    const long = "a".repeat(70);
    assert.equal(
      statement(
        "x = ",
        call("f", [quoted(long)], { short: "1", list: literal([long, "b"]), none: undefined }),
      ),
      `x = f(\n    "${long}",\n    short=1,\n    list=[\n        "${long}",\n        "b",\n    ],\n)`,
    );
  });

  it("has the quotes that need the fewest escapes", () => {
    assert.equal(quoted("it's"), `"it's"`);
    assert.equal(quoted('say "no"'), `'say "no"'`);
    assert.equal(quoted(`"a", 'b'`), String.raw`"\"a\", 'b'"`);
    assert.equal(quoted('"\\"'), String.raw`'"\\"'`);
    assert.equal(quoted(`"it's"`), String.raw`'"it\'s"'`);
    assert.equal(quoted("a\nb\\"), String.raw`"a\nb\\"`);
  });

  it("has a docstring that ends where the text ends", () => {
    assert.equal(docstring('"a"\\  \n\t"""b"""'), `"""\\"a"\\\\\n    ${String.raw`\"\"\"b\"\"\"`}\n"""`);
  });
});
