import assert from "node:assert/strict";
import { secretForms } from "../../../../notebook/program/secret-forms.ts";

describe("the forms of a secret", () => {
  const secret = 'a+/=?&"horse~staple/9';
  const isIn = (text: string): boolean => secretForms([secret]).some((form) => text.includes(form));

  it("are those of JSON and of URLs", () => {
    assert.ok(isIn(`x${secret}x`));
    assert.ok(isIn(JSON.stringify({ secret })));
    assert.ok(isIn(`http://x/?key=${encodeURIComponent(secret)}`));
    assert.ok(!isIn("a+/=?&"));
  });

  it("are those of base64, whatever stands before and behind", () => {
    for (const before of ["", "u", "us", "user", "user:"])
      for (const behind of ["", "x", "xy", "xyz"])
        for (const encoding of ["base64", "base64url"] as const)
          assert.ok(
            isIn(Buffer.from(before + secret + behind).toString(encoding)),
            `${before} ${behind} ${encoding}`,
          );
  });

  it("are none of what is part of many words", () => {
    assert.deepEqual(secretForms(["abc", ""]), []);
    assert.deepEqual(secretForms(["word"]), ["word"]);
  });

  it("begin with the longest, as a secret may hold another", () => {
    const lengths = secretForms(["hunter22", "hunter22-long"]).map(({ length }) => length);
    assert.deepEqual(
      lengths,
      lengths.toSorted((a, b) => b - a),
    );
  });
});
