import assert from "node:assert/strict";
import * as fc from "fast-check";
import { withValues } from "../../../../notebook/parameters/with-values.ts";
import { readParameters } from "../../../../notebook/parameters/read-parameters.ts";

describe("putting values in place of defaults", () => {
  it("replaces the initializers and nothing else", () => {
    const text = '/** Day */\nconst day: IsoDate = "2022-02-05"; // a comment\nlet n = -1,\n  m = 2;\n';
    assert.equal(
      withValues(text, { day: "2022-02-06", n: 5, m: -7 }),
      '/** Day */\nconst day: IsoDate = "2022-02-06"; // a comment\nlet n = 5,\n  m = -7;\n',
    );
  });

  it("keeps what is not given and ignores what is not declared", () => {
    assert.equal(withValues("const a = 1;\nconst b = 2;", { b: 3, c: 4 }), "const a = 1;\nconst b = 3;");
  });

  it("gives a declared parameter its value", () => {
    assert.equal(
      withValues("declare const day: IsoDate;\nconst a = 1", { day: "2024-02-29" }),
      'const day: IsoDate = "2024-02-29";\nconst a = 1',
    );
  });

  it("keeps every line on its line", () => {
    const text = "const a = [\n  1,\n  2,\n];\nconst b = `x\ny`;\nconst c = 3;";
    const result = withValues(text, { a: [7], b: "one\ntwo", c: 4 });
    assert.equal(result, 'const a = [7]\n\n\n;\nconst b = "one\\ntwo"\n;\nconst c = 4;');
  });

  it("is read back as the values given, whatever they are", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(fc.string()),
        (s, n, list) => {
          const given = { s, n: n === 0 ? 0 : n, list };
          const text = withValues(
            'const s: string = "";\ndeclare const n: number;\nconst list: string[] = [\n];',
            given,
          );
          assert.equal(text.split("\n").length, 4);
          const { parameters, problems } = readParameters({
            kind: "parameters",
            name: undefined,
            attributes: new Map(),
            text,
            line: 1,
          });
          assert.deepEqual(problems, []);
          assert.deepEqual(Object.fromEntries(parameters.map((p) => [p.name, p.default])), given);
        },
      ),
    );
  });
});
