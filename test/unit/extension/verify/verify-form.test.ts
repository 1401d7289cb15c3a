import assert from "node:assert/strict";
import { readVerifyAnswers, verifySteps } from "../../../../extension/verify/verify-form.ts";
import type { Parameter } from "../../../../notebook/parameters/parameter.ts";

const day: Parameter = { name: "day", type: { kind: "date" }, default: "2022-02-05", doc: "" };

describe("the form of a verification", () => {
  it("asks for the parameters, then what is compared, and remembers both", () => {
    const first = verifySteps([day], {});
    assert.deepEqual(
      first.map(({ name, value }) => [name, value]),
      [
        ["day", "2022-02-05"],
        ["what is compared", "files"],
      ],
    );
    const last = { day: "2022-02-06", "what is compared": "files and what is printed" };
    assert.deepEqual(
      verifySteps([day], last).map(({ value }) => value),
      ["2022-02-06", "files and what is printed"],
    );
    assert.deepEqual(readVerifyAnswers(last), { values: { day: "2022-02-06" }, stdout: true });
    assert.deepEqual(readVerifyAnswers({ day: "2022-02-06", "what is compared": "files" }), {
      values: { day: "2022-02-06" },
      stdout: false,
    });
  });
});
