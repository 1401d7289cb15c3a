import assert from "node:assert/strict";
import { CliError } from "../../../cli/cli-error.ts";
import { splitArguments } from "../../../cli/notebook/own-options.ts";
import { readParameters } from "../../../notebook/parameters/read-parameters.ts";
import { parseArguments } from "../../../notebook/parameters/parse-arguments.ts";

function parametersOf(text: string) {
  return readParameters({ kind: "parameters", name: undefined, attributes: new Map(), text, line: 1 });
}

const nothingOwn = {
  runtime: undefined,
  out: undefined,
  report: undefined,
  network: undefined,
  json: false,
  quiet: false,
  check: false,
  force: false,
  fresh: false,
};

describe("pipenb's own options among a pipeline's arguments", () => {
  it("are taken out wherever they stand", () => {
    const { own, rest } = splitArguments(
      [
        "2012-02-05",
        "--runtime",
        "local",
        "--limit",
        "3",
        "--out=x.ipynb",
        "--report",
        "r.html",
        "--network=orders",
        "--json",
        "--quiet",
      ],
      {},
      [],
    );
    assert.deepEqual(own, {
      ...nothingOwn,
      runtime: "local",
      out: "x.ipynb",
      report: "r.html",
      network: "orders",
      json: true,
      quiet: true,
    });
    assert.deepEqual(rest, ["2012-02-05", "--limit", "3"]);
  });

  it("may stand before the notebook", () => {
    const { own, rest } = splitArguments(["--help"], { runtime: "container", quiet: true }, []);
    assert.deepEqual(own, { ...nothingOwn, runtime: "container", quiet: true });
    assert.deepEqual(rest, ["--help"]);
  });

  it("are left to the pipeline after --", () => {
    const { own, rest } = splitArguments(["a", "--", "--out", "b", "--", "--json"], {}, []);
    assert.deepEqual(own, nothingOwn);
    // As `docker run IMAGE` gets them: the image's runner reads the rest by the same rule.
    assert.deepEqual(rest, ["a", "--", "--out", "b", "--", "--json"]);
  });

  it("are not confused with parameters of similar names", () => {
    const { rest } = splitArguments(["--output", "x", "--json=1", "--runtimes", "2"], {}, []);
    assert.deepEqual(rest, ["--output", "x", "--json=1", "--runtimes", "2"]);
  });

  for (const args of [["--runtime", "moon"], ["--out"], ["--runtime", "--"]]) {
    it(`refuses ${args.join(" ")} with 64`, () => {
      assert.throws(
        () => splitArguments(args, {}, []),
        (error) => error instanceof CliError && error.exitCode === 64,
      );
    });
  }

  for (const name of ["out", "json", "quiet", "runtime", "check", "force"]) {
    it(`never take what belongs to a parameter called ${name}`, () => {
      const { parameters, problems } = parametersOf(`const first = "";\nconst ${name}: string = "";`);
      assert.deepEqual(
        problems.map(({ severity, line, remedy }) => [severity, line, remedy?.includes(`--${name}`)]),
        [["warning", 2, true]],
      );
      for (const args of [[`--${name}`, "mine"], [`--${name}=mine`], ["", "mine"], ["--", "", "mine"]]) {
        const { own, rest } = splitArguments(args, {}, parameters);
        assert.deepEqual(own, nothingOwn);
        assert.deepEqual(rest, args);
        assert.deepEqual(parseArguments(parameters, rest, {}), {
          kind: "values",
          fromFiles: [],
          values: { first: "", [name]: "mine" },
        });
      }
    });
  }

  it("leave a switch of the pipeline and its negation alone", () => {
    const { parameters } = parametersOf("const quiet = true;");
    assert.deepEqual(splitArguments(["--no-quiet"], {}, parameters).rest, ["--no-quiet"]);
    assert.deepEqual(splitArguments(["--quiet"], { quiet: true }, parameters), {
      own: { ...nothingOwn, quiet: true },
      rest: ["--quiet"],
    });
  });
});
