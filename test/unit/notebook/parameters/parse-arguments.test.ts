import assert from "node:assert/strict";
import type { Parameter } from "../../../../notebook/parameters/parameter.ts";
import { parseArguments } from "../../../../notebook/parameters/parse-arguments.ts";
import type { FileText } from "../../../../notebook/parameters/parse-arguments.ts";

const parameters: readonly Parameter[] = [
  { name: "day", type: { kind: "date" }, default: "2022-02-05", doc: "Day to process" },
  { name: "country", type: { kind: "choice", options: ["CZ", "DE", "US"] }, default: "CZ", doc: "" },
  { name: "limit", type: { kind: "number" }, default: 100, doc: "" },
  { name: "dryRun", type: { kind: "boolean" }, default: false, doc: "" },
  { name: "tags", type: { kind: "array", element: { kind: "string" } }, default: [], doc: "" },
];
const defaults = { day: "2022-02-05", country: "CZ", limit: 100, dryRun: false, tags: [] };

function valuesOf(argv: readonly string[], env: Record<string, string> = {}, of = parameters) {
  const parsed = parseArguments(of, argv, env);
  if (parsed.kind !== "values") assert.fail(JSON.stringify(parsed));
  return parsed.values;
}

function problemsOf(argv: readonly string[], env: Record<string, string> = {}, of = parameters) {
  const parsed = parseArguments(of, argv, env);
  if (parsed.kind !== "problems") assert.fail(JSON.stringify(parsed));
  return parsed.problems;
}

describe("parsing the arguments of a pipeline", () => {
  it("takes the defaults when nothing is given", () => {
    assert.deepEqual(valuesOf([]), defaults);
  });

  for (const [argv, changed] of [
    [["2024-02-29"], { day: "2024-02-29" }],
    [["2024-02-29", "DE", "5"], { day: "2024-02-29", country: "DE", limit: 5 }],
    [["--country", "DE", "2024-02-29"], { day: "2024-02-29", country: "DE" }],
    [["2024-02-29", "--country=US"], { day: "2024-02-29", country: "US" }],
    [["--limit", "-5"], { limit: -5 }],
    [["--limit=-.5"], { limit: -0.5 }],
    [["--limit", "1e3"], { limit: 1000 }],
    [["2024-02-29", "CZ", "-5"], { day: "2024-02-29", limit: -5 }],
    [["--dry-run"], { dryRun: true }],
    [["--dryRun"], { dryRun: true }],
    [["--dry-run", "2024-02-29"], { day: "2024-02-29", dryRun: true }],
    [["--dry-run", "false", "2024-02-29"], { day: "2024-02-29", dryRun: false }],
    [["--dry-run=no"], { dryRun: false }],
    [["--no-dry-run"], { dryRun: false }],
    [["--tags", "a,b", "--tags=c"], { tags: ["a", "b", "c"] }],
    [["--tags="], { tags: [] }],
    [["--tags=--x"], { tags: ["--x"] }],
    [
      ["2024-02-29", "CZ", "1", "true", "a", "b,c"],
      { day: "2024-02-29", limit: 1, dryRun: true, tags: ["a", "b,c"] },
    ],
    [["--dry-run", "no"], { dryRun: false }],
    [["--dry-run", "False", "2024-02-29"], { day: "2024-02-29", dryRun: false }],
    [["--dry-run", "off"], { dryRun: false }],
    [["2024-02-29", "CZ", "5", "--dry-run", "0"], { day: "2024-02-29", limit: 5, dryRun: false }],
    [["--dry-run", "Y"], { dryRun: true }],
    [["--limit", "007"], { limit: 7 }],
    [["--limit", "9007199254740991"], { limit: 9007199254740991 }],
    [["--limit", "9007199254740994"], { limit: 9007199254740994 }],
    [["--limit", "1e300"], { limit: 1e300 }],
    [["--limit", "-0"], { limit: 0 }],
    [["--tags", "a,,b"], { tags: ["a", "", "b"] }],
    [["--tags", "a", "--tags", "", "--tags", "b"], { tags: ["a", "", "b"] }],
    [["--tags", ""], { tags: [] }],
    [["--tags", "one\\,two,three"], { tags: ["one,two", "three"] }],
    [["2024-02-29", "CZ", "5", "no", "", "b.csv"], { day: "2024-02-29", limit: 5, tags: ["", "b.csv"] }],
    [
      ["2024-02-29", "CZ", "1", "no", "--", "--x", "-h"],
      { day: "2024-02-29", limit: 1, tags: ["--x", "-h"] },
    ],
  ] as const) {
    it(`understands ${argv.join(" ")}`, () => {
      assert.deepEqual(valuesOf(argv), { ...defaults, ...changed });
    });
  }

  it("takes the environment before the default and the command line before the environment", () => {
    const env = { PIPENB_DAY: "2023-01-01", PIPENB_DRY_RUN: "1", PIPENB_TAGS: "a,b", PIPENB_LIMIT: "" };
    assert.deepEqual(valuesOf(["2024-02-29"], env), {
      ...defaults,
      day: "2024-02-29",
      dryRun: true,
      tags: ["a", "b"],
    });
  });

  it("does not look at a variable that the command line overrides", () => {
    assert.equal(valuesOf(["2024-02-29"], { PIPENB_DAY: "nonsense" })["day"], "2024-02-29");
  });

  for (const [argv, problem] of [
    [
      ["2022-02-30"],
      'day: "2022-02-30" is not a calendar day: February 2022 has 28 days. Give a day as YYYY-MM-DD.',
    ],
    [
      ["2100-02-29"],
      'day: "2100-02-29" is not a calendar day: February 2100 has 28 days. Give a day as YYYY-MM-DD.',
    ],
    [
      ["2022-04-31"],
      'day: "2022-04-31" is not a calendar day: April 2022 has 30 days. Give a day as YYYY-MM-DD.',
    ],
    [
      ["2022-13-01"],
      'day: "2022-13-01" is not a calendar day: there is no month 13. Give a day as YYYY-MM-DD.',
    ],
    [
      ["2022-01-00"],
      'day: "2022-01-00" is not a calendar day: days are counted from 01. Give a day as YYYY-MM-DD.',
    ],
    [["5.2.2022"], 'day: "5.2.2022" is not a calendar day. Give a day as YYYY-MM-DD.'],
    [["2022-2-5"], 'day: "2022-2-5" is not a calendar day. Give a day as YYYY-MM-DD.'],
    [[" 2022-02-05"], 'day: " 2022-02-05" is not a calendar day. Give a day as YYYY-MM-DD.'],
    [["2022-02-05T00:00"], 'day: "2022-02-05T00:00" is not a calendar day. Give a day as YYYY-MM-DD.'],
    [["--limit", "many"], 'limit: "many" is not a number. Give one such as 100, -2 or 0.5.'],
    [["--limit", "0x10"], 'limit: "0x10" is not a number. Give one such as 100, -2 or 0.5.'],
    [["--limit="], 'limit: "" is not a number. Give one such as 100, -2 or 0.5.'],
    [["--limit", "1e999"], 'limit: "1e999" is too large a number. Give one below 1.7e308.'],
    [["--country", "cz"], 'country: "cz" is not one of CZ, DE, US. Did you mean CZ?'],
    [["--country", "France"], 'country: "France" is not one of CZ, DE, US. Give one of them.'],
    [["--dry-run=maybe"], 'dryRun: "maybe" is neither true nor false. Give true or false.'],
    [["--no-dry-run=true"], "dryRun: --no-dry-run takes no value. Write --no-dry-run alone."],
    [["--dry-run="], 'dryRun: "" is neither true nor false. Give true or false.'],
    [["--no-dry-run", "no"], "dryRun: --no-dry-run takes no value. Write --no-dry-run alone."],
    [
      ["2024-02-29", "CZ", "--dry-run", "0"],
      'dryRun: "0" behind --dry-run may be meant for it or for limit. Write --dry-run=0, or put limit before --dry-run.',
    ],
    [
      ["--limit", "9007199254740993"],
      'limit: "9007199254740993" cannot be kept exactly: it would become 9007199254740992. Declare the parameter as string, or give one of at most 15 digits.',
    ],
    [
      ["--limit=-123456789012345678.5"],
      'limit: "-123456789012345678.5" cannot be kept exactly: it would become -123456789012345680. Declare the parameter as string, or give one of at most 15 digits.',
    ],
    [["--limit", "1e-400"], 'limit: "1e-400" is too small a number. Give 0, or one above 5e-324.'],
    [["--limit", "1_000"], 'limit: "1_000" is not a number. Give one such as 100, -2 or 0.5.'],
    [["--contry", "DE"], "There is no option --contry. Did you mean --country?"],
    [["--no-dryrun"], "There is no option --no-dryrun. Did you mean --no-dry-run?"],
    [["--no-limit"], "There is no option --no-limit. Did you mean --limit?"],
    [["--frobnicate"], "There is no option --frobnicate. --help lists all of them."],
    [["-x"], "There is no option -x. --help lists all of them."],
    [
      ["--country"],
      "country: --country needs a value. Write --country=VALUE, also where the value starts with a dash.",
    ],
    [
      ["--country", "--dry-run"],
      "country: --country needs a value. Write --country=VALUE, also where the value starts with a dash.",
    ],
    [
      ["2022-01-01", "--day", "2022-01-02"],
      'day: given more than once, as "2022-01-02" and "2022-01-01". Give one day.',
    ],
  ] as const) {
    it(`refuses ${argv.join(" ")}`, () => {
      assert.deepEqual(problemsOf(argv), [problem]);
    });
  }

  for (const word of ["no", "No", "false", "0", "off", "f", "yes", "TRUE", "1", "on", "T"]) {
    it(`means the same by ${word} behind the switch, behind "=" and in the environment`, () => {
      const [flag] = parameters.filter(({ name }) => name === "dryRun");
      assert.ok(flag);
      const of = [flag, { ...flag, name: "other" }];
      const all = [[`--dry-run=${word}`], ["--dry-run", word], [word]];
      const expected = valuesOf([], { PIPENB_DRY_RUN: word }, of);
      for (const argv of all) assert.deepEqual(valuesOf(argv, {}, of), expected);
    });
  }

  it("keeps the commas of file names that stand alone, and those behind a backslash", () => {
    const files: Parameter = {
      name: "files",
      type: { kind: "array", element: { kind: "path" } },
      default: [],
      doc: "",
    };
    assert.deepEqual(valuesOf(["a,b.csv", "c.csv"], {}, [files]), { files: ["a,b.csv", "c.csv"] });
    assert.deepEqual(valuesOf(["--files", "a\\,b.csv,c.csv"], {}, [files]), { files: ["a,b.csv", "c.csv"] });
    assert.deepEqual(valuesOf([], { PIPENB_FILES: "a\\,b.csv,c.csv" }, [files]), {
      files: ["a,b.csv", "c.csv"],
    });
    for (const argv of [
      ["--files", "a,,b"],
      ["a", ""],
      ["--files=a", "--files="],
    ])
      assert.deepEqual(problemsOf(argv, {}, [files]), ['files: "" is not a path. Give a file or folder.']);
  });

  it("names every problem at once", () => {
    assert.deepEqual(problemsOf(["2022-02-30", "--limit=x", "--bogus"], { PIPENB_COUNTRY: "FR" }), [
      "There is no option --bogus. --help lists all of them.",
      'day: "2022-02-30" is not a calendar day: February 2022 has 28 days. Give a day as YYYY-MM-DD.',
      'country (from PIPENB_COUNTRY): "FR" is not one of CZ, DE, US. Give one of them.',
      'limit: "x" is not a number. Give one such as 100, -2 or 0.5.',
    ]);
  });

  it("refuses what no parameter is left for", () => {
    assert.deepEqual(problemsOf(["x"], {}, []), [
      '"x" is one too many: the pipeline takes no arguments. Leave it out; --help lists the parameters.',
    ]);
    assert.deepEqual(problemsOf(["2022-02-05", "y"], {}, parameters.slice(0, 1)), [
      '"y" is one too many: the pipeline takes one argument. Leave it out; --help lists the parameters.',
    ]);
  });

  it("asks for a parameter without default, once", () => {
    const required: Parameter = { name: "inputFile", type: { kind: "path" }, default: undefined, doc: "" };
    assert.deepEqual(problemsOf([], {}, [required]), [
      "inputFile is missing. Give it as an argument, as --input-file or in the environment variable PIPENB_INPUT_FILE.",
    ]);
    assert.equal(problemsOf(["--input-file"], {}, [required]).length, 1);
    assert.deepEqual(valuesOf([], { PIPENB_INPUT_FILE: "a" }, [required]), { inputFile: "a" });
    assert.deepEqual(problemsOf([""], {}, [required]), [
      'inputFile: "" is not a path. Give a file or folder.',
    ]);
  });

  it("checks each element of a list", () => {
    const days: Parameter = {
      name: "days",
      type: { kind: "array", element: { kind: "date" } },
      default: [],
      doc: "",
    };
    assert.deepEqual(valuesOf(["2022-01-01,2022-01-02", "2022-01-03"], {}, [days]), {
      days: ["2022-01-01", "2022-01-02", "2022-01-03"],
    });
    assert.deepEqual(problemsOf(["2022-01-01,2022-01-32"], {}, [days]), [
      'days: "2022-01-32" is not a calendar day: January 2022 has 31 days. Give a day as YYYY-MM-DD.',
    ]);
  });

  describe("from files", () => {
    const files: Readonly<Record<string, string>> = { "/f/day": "2022-03-01", "/run/secrets/dry-run": "yes" };
    const read = (path: string): FileText => {
      const text = files[path];
      return path === "/f/closed"
        ? { kind: "unreadable", path, why: "EACCES" }
        : text === undefined
          ? undefined
          : { kind: "text", path, text };
    };
    const reading = { read, secret: (name: string) => read(`/run/secrets/${name}`) };
    const from = (argv: readonly string[], env: Record<string, string>, of = parameters) =>
      parseArguments(of, argv, env, reading);

    it("takes the one that the variable names, else the secret, and tells which values came from files", () => {
      assert.deepEqual(from([], { PIPENB_DAY_FILE: "/f/day" }), {
        kind: "values",
        values: { ...defaults, day: "2022-03-01", dryRun: true },
        fromFiles: ["day", "dryRun"],
      });
    });

    it("takes none where the value is on the command line or in the variable itself", () => {
      const env = { PIPENB_DAY: "2022-03-02", PIPENB_DAY_FILE: "/f/none", PIPENB_DRY_RUN: "no" };
      assert.deepEqual(from([], env), {
        kind: "values",
        values: { ...defaults, day: "2022-03-02" },
        fromFiles: [],
      });
      const line = from(["2022-03-03", "--no-dry-run"], { PIPENB_DAY_FILE: "/f/none" });
      assert.deepEqual(line.kind === "values" && [line.values["day"], line.fromFiles], ["2022-03-03", []]);
    });

    it("names the file that cannot be read, and never tells what is in one", () => {
      const problems = (env: Record<string, string>) => {
        const parsed = from([], env);
        return parsed.kind === "problems" ? parsed.problems : [];
      };
      assert.deepEqual(problems({ PIPENB_DAY_FILE: "/f/none", PIPENB_LIMIT_FILE: "/f/closed" }), [
        "day (from PIPENB_DAY_FILE): the file /f/none cannot be read: it is not there. Give one that holds the value.",
        "limit (from PIPENB_LIMIT_FILE): the file /f/closed cannot be read: EACCES. Give one that holds the value.",
      ]);
      assert.deepEqual(problems({ PIPENB_LIMIT_FILE: "/f/day" }), [
        "limit (from PIPENB_LIMIT_FILE): what the file /f/day holds is wrong. Put a value in: number.",
      ]);
    });

    it("leaves the variable to the parameter that is called so", () => {
      const text = { type: { kind: "string" }, default: "", doc: "" } as const;
      const both = [
        { ...text, name: "day" },
        { ...text, name: "dayFile" },
      ];
      assert.deepEqual(from([], { PIPENB_DAY_FILE: "/f/day" }, both), {
        kind: "values",
        values: { day: "", dayFile: "/f/day" },
        fromFiles: [],
      });
    });
  });

  it("gives help whatever else is there, but not behind --", () => {
    for (const argv of [
      ["-h"],
      ["--help"],
      ["--bogus", "--help"],
      ["2022-02-30", "-h"],
      ["--limit", "--help"],
    ]) {
      assert.equal(parseArguments(parameters, argv, {}).kind, "help");
    }
    assert.equal(parseArguments(parameters, ["--", "--help"], {}).kind, "problems");
  });

  it("gives number choices as numbers", () => {
    const level: Parameter = {
      name: "level",
      type: { kind: "choice", options: [1, 2] },
      default: 1,
      doc: "",
    };
    assert.deepEqual(valuesOf(["2"], {}, [level]), { level: 2 });
  });
});
