import assert from "node:assert/strict";
import { parameterStep } from "../../../../extension/commands/form/parameter-step.ts";
import type { Parameter } from "../../../../notebook/parameters/parameter.ts";

const day: Parameter = { name: "day", type: { kind: "date" }, default: "2022-02-05", doc: "Day to process" };
const country: Parameter = {
  name: "country",
  type: { kind: "choice", options: ["CZ", "DE"] },
  default: "DE",
  doc: "",
};

describe("a step of the form for parameters", () => {
  it("says what is asked and proposes the default", () => {
    const step = parameterStep(day, undefined);
    assert.equal(step.prompt, "Day to process — calendar day");
    assert.equal(step.value, "2022-02-05");
  });

  it("checks a day while it is typed", () => {
    const step = parameterStep(day, undefined);
    assert.equal(step.kind, "text");
    assert.equal(step.placeholder, "<YYYY-MM-DD>");
    assert.equal(step.problem(" 2024-02-29 "), undefined);
    assert.match(step.problem("2022-02-30") ?? "", /2022-02-30/);
    assert.match(step.problem("yesterday") ?? "", /YYYY-MM-DD/);
    assert.equal(step.tidy(" 2024-02-29 "), "2024-02-29");
  });

  it("proposes what was answered the last time, while it still fits", () => {
    assert.equal(parameterStep(day, "2023-01-01").value, "2023-01-01");
    assert.equal(parameterStep(day, "many").value, "2022-02-05");
    assert.equal(parameterStep(country, "FR").value, "DE");
  });

  it("lets choices and switches be chosen", () => {
    const step = parameterStep(country, undefined);
    assert.deepEqual(step.kind === "choice" ? step.options : [], [
      { text: "CZ", description: "" },
      { text: "DE", description: "default" },
    ]);
    const dryRun: Parameter = { name: "dryRun", type: { kind: "boolean" }, default: false, doc: "" };
    assert.equal(parameterStep(dryRun, undefined).kind, "choice");
  });

  it("asks for what must be given with an empty field", () => {
    const { value } = parameterStep({ ...day, default: undefined }, undefined);
    assert.equal(value, "");
  });

  it("leaves the blanks of a text alone", () => {
    const step = parameterStep({ name: "note", type: { kind: "string" }, default: "", doc: "" }, undefined);
    assert.equal(step.kind === "text" ? step.tidy(" a ") : undefined, " a ");
  });
});
