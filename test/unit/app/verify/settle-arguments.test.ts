import assert from "node:assert/strict";
import { settleArguments } from "../../../../app/verify/settle-arguments.ts";
import { VerifyError } from "../../../../app/verify/verify-error.ts";
import { parseArguments } from "../../../../notebook/parameters/parse-arguments.ts";
import type { Parameter } from "../../../../notebook/parameters/parameter.ts";

const parameters: readonly Parameter[] = [
  { name: "day", type: { kind: "date" }, default: "2022-02-05", doc: "" },
  { name: "dryRun", type: { kind: "boolean" }, default: false, doc: "" },
];

function settled(args: readonly string[], env: Readonly<Record<string, string>>) {
  const parsed = parseArguments(parameters, args, env);
  if (parsed.kind !== "values") assert.fail("they are right");
  return settleArguments(parameters, parsed, env);
}

describe("the arguments of a verification", () => {
  it("have what the caller's environment says, which no image sees", () => {
    const env = { PATH: "/bin", PIPENB_DAY: "2022-02-06", PIPENB_DRY_RUN: "true" };
    assert.deepEqual(settled([], env), { args: ["2022-02-06", "--dry-run"], env: { PATH: "/bin" } });
    const words = settled(["2022-02-05", "--no-dry-run"], env);
    assert.deepEqual(words, { args: ["2022-02-05"], env: { PATH: "/bin" } }, "a word goes before a variable");
  });

  it("are refused where a variable names a file of this machine", () => {
    const parsed = { values: { day: "2022-02-06", dryRun: false }, fromFiles: ["day"] };
    assert.throws(
      () => settleArguments(parameters, parsed, { PIPENB_DAY_FILE: "/tmp/day" }),
      (error) => error instanceof VerifyError && error.code === "own-file",
    );
    assert.deepEqual(settleArguments(parameters, parsed, {}).args, [], "a secret is no word");
  });
});
