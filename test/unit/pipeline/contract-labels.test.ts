import assert from "node:assert/strict";
import fc from "fast-check";
import { contractLabels, contractOf, readContract } from "../../../pipeline/contract-labels.ts";
import type { Parameter, ParameterType } from "../../../notebook/parameters/parameter.ts";
import { propertyRuns } from "../../support/property-runs.ts";

const types: readonly ParameterType[] = [
  { kind: "string" },
  { kind: "number" },
  { kind: "boolean" },
  { kind: "date" },
  { kind: "path" },
  { kind: "choice", options: ["CZ", "DE"] },
  { kind: "choice", options: [1, 2] },
  { kind: "array", element: { kind: "date" } },
  { kind: "array", element: { kind: "choice", options: ["a", 1] } },
];

const parameters: fc.Arbitrary<readonly Parameter[]> = fc.uniqueArray(
  fc.record(
    {
      name: fc.stringMatching(/^[a-z][A-Za-z]{0,8}$/),
      type: fc.constantFrom(...types),
      default: fc.option(fc.oneof(fc.string(), fc.integer(), fc.array(fc.string())), { nil: undefined }),
      doc: fc.string(),
    },
    { noNullPrototype: true },
  ),
  { selector: ({ name }) => name },
);

describe("the labels of an image", () => {
  it("say what the notebook says", () => {
    const schedule = { cron: "0 6 * * *", timezone: "Europe/Prague", unit: "previous-day" } as const;
    fc.assert(
      fc.property(parameters, fc.option(fc.nat(9), { nil: undefined }), (some, retries) => {
        const contract = contractOf({ schedule, retries, timeout: "1h30m" }, some);
        const read = readContract(contractLabels("Daily", contract));
        assert.equal(contract.timeout, 5400);
        assert.deepEqual(read, { kind: "contract", contract });
      }),
      propertyRuns(100),
    );
  });

  it("of another image, of a newer one and of a broken one are told apart", () => {
    assert.equal(readContract({}).kind, "none");
    assert.equal(readContract({ "io.pipenb.contract": "2" }).kind, "newer");
    assert.equal(readContract({ "io.pipenb.contract": "1" }).kind, "wrong");
    assert.equal(readContract({ "io.pipenb.contract": "1", "io.pipenb.parameters": "{" }).kind, "wrong");
  });
});
