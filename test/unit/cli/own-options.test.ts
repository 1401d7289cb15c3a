import assert from "node:assert/strict";
import { CliError } from "../../../cli/cli-error.ts";
import { splitArguments } from "../../../cli/notebook/own-options.ts";

describe("pipenb's own options among a pipeline's arguments", () => {
  it("are taken out wherever they stand", () => {
    const { own, rest } = splitArguments(
      ["2012-02-05", "--runtime", "local", "--limit", "3", "--out=x.ipynb", "--json", "--quiet"],
      {},
    );
    assert.deepEqual(own, { runtime: "local", out: "x.ipynb", json: true, quiet: true });
    assert.deepEqual(rest, ["2012-02-05", "--limit", "3"]);
  });

  it("may stand before the notebook", () => {
    const { own, rest } = splitArguments(["--help"], { runtime: "container", quiet: true });
    assert.deepEqual(own, { runtime: "container", out: undefined, json: false, quiet: true });
    assert.deepEqual(rest, ["--help"]);
  });

  it("are left to the pipeline after --", () => {
    const { own, rest } = splitArguments(["a", "--", "--out", "b", "--", "--json"], {});
    assert.equal(own.out, undefined);
    assert.equal(own.json, false);
    assert.deepEqual(rest, ["a", "--out", "b", "--", "--json"]);
  });

  it("are not confused with parameters of similar names", () => {
    const { rest } = splitArguments(["--output", "x", "--json=1", "--runtimes", "2"], {});
    assert.deepEqual(rest, ["--output", "x", "--json=1", "--runtimes", "2"]);
  });

  for (const args of [["--runtime", "moon"], ["--out"], ["--runtime", "--"]]) {
    it(`refuses ${args.join(" ")} with 64`, () => {
      assert.throws(
        () => splitArguments(args, {}),
        (error) => error instanceof CliError && error.exitCode === 64,
      );
    });
  }
});
