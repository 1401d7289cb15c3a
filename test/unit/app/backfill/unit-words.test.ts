import assert from "node:assert/strict";
import { describeParameters, unitWords } from "../../../../app/backfill/unit-words.ts";
import type { Parameter } from "../../../../notebook/parameters/parameter.ts";
import { unitParameter } from "../../../../notebook/units/unit-parameter.ts";

const parameters: readonly Parameter[] = [
  { name: "country", type: { kind: "choice", options: ["CZ", "DE"] }, default: "CZ", doc: "" },
  { name: "day", type: { kind: "date" }, default: "2022-01-01", doc: "" },
  { name: "tags", type: { kind: "array", element: { kind: "string" } }, default: [], doc: "" },
];

const wordsFor = (units: readonly string[], words: readonly string[], of = parameters) => {
  const unit = unitParameter(of, undefined);
  assert.ok(unit !== undefined);
  return unitWords(of, unit, { units, words, secrets: ["api-key"] });
};

describe("what each run of a backfill is given", () => {
  it("is its unit, and what was said behind the dashes", () => {
    const words = wordsFor(["2022-02-05"], ["--country", "DE", "--tags", "a,b"]);
    if (words.kind !== "words") assert.fail(words.problems.join("\n"));
    assert.deepEqual(words.parameters, { country: "DE", tags: ["a", "b"] });
    assert.deepEqual(words.argsOf("2022-02-05"), ["DE", "--day", "2022-02-05", "--tags", "a,b"]);
    assert.deepEqual(words.argsOfAny, ["DE", "--tags", "a,b"]);
    assert.equal(describeParameters(words.parameters), "country=DE tags=a,b");
  });

  it("leaves to the runs what they have as a secret, unless it is said", () => {
    const withKey: readonly Parameter[] = [
      ...parameters,
      { name: "apiKey", type: { kind: "string" }, default: undefined, doc: "" },
    ];
    const words = wordsFor(["2022-02-05"], [], withKey);
    if (words.kind !== "words") assert.fail(words.problems.join("\n"));
    assert.deepEqual(words.parameters, { country: "CZ", tags: [] });
    assert.deepEqual(words.argsOf("2022-02-05"), ["CZ", "--day", "2022-02-05"]);
    const said = wordsFor(["2022-02-05"], ["--api-key", "x"], withKey);
    assert.deepEqual(said.kind === "words" && said.parameters, { country: "CZ", tags: [], apiKey: "x" });
  });

  it("is refused where it cannot be", () => {
    const problems = (units: readonly string[], ...words: readonly string[]): string => {
      const found = wordsFor(units, words);
      return found.kind === "problems" ? found.problems.join("\n") : "";
    };
    assert.match(problems(["2022-02-30"]), /February 2022 has 28 days/);
    assert.match(problems(["2022-02-01"], "--day", "2022-01-01"), /given more than once/);
    assert.match(problems(["2022-02-01"], "--contry", "DE"), /Did you mean --country/);
    assert.match(problems(["2022-02-01"], "--help"), /Leave it out/);
    assert.equal(problems(["2022-02-01"]), "");
  });
});
