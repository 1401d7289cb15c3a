import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { dockerRunLine } from "../../../../app/image/docker-run-line.ts";
import { runArguments } from "../../../../notebook/parameters/run-arguments.ts";
import { runMounts } from "../../../../app/image/run-mounts.ts";
import { FrontMatterSchema } from "../../../../notebook/front-matter.ts";
import type { Parameter } from "../../../../notebook/parameters/parameter.ts";
import { parseArguments } from "../../../../notebook/parameters/parse-arguments.ts";

const parameters: readonly Parameter[] = [
  { name: "day", type: { kind: "date" }, default: "2022-02-05", doc: "" },
  { name: "wetFrom", type: { kind: "number" }, default: 0.2, doc: "" },
  { name: "dryRun", type: { kind: "boolean" }, default: false, doc: "" },
  { name: "countries", type: { kind: "array", element: { kind: "string" } }, default: ["CZ"], doc: "" },
  { name: "note", type: { kind: "string" }, default: "none", doc: "" },
];

const defaults = { day: "2022-02-05", wetFrom: "0.2", dryRun: "false", countries: "CZ", note: "none" };

describe("the arguments of a run", () => {
  it("name the day and nothing that is as it would be anyway", () => {
    assert.deepEqual(runArguments(parameters, defaults), ["2022-02-05"]);
  });

  it("give the image exactly the chosen values", () => {
    const args = runArguments(parameters, {
      day: "2022-02-06",
      wetFrom: "-1",
      dryRun: "true",
      countries: "",
      note: "two words",
    });
    assert.deepEqual(args, [
      "2022-02-06",
      "--wet-from=-1",
      "--dry-run",
      "--countries=",
      "--note",
      "two words",
    ]);
    assert.deepEqual(parseArguments(parameters, args, {}), {
      kind: "values",
      fromFiles: [],
      values: { day: "2022-02-06", wetFrom: -1, dryRun: true, countries: [], note: "two words" },
    });
  });
});

describe("the line for a terminal", () => {
  it("mounts, names the user and quotes", () => {
    const line = dockerRunLine({
      image: "weather:1",
      args: ["2022-02-05", "--note", "it's"],
      mounts: [{ kind: "bind", source: "/my data", target: "/app/work/data/input", readOnly: true }],
      user: "1000:1000",
      limits: { memory: 4 * 1024 ** 3, cpus: 0.5 },
      passedOn: ["OPENLINEAGE_URL"],
    });
    assert.equal(
      line,
      "docker run --rm --init --user 1000:1000 --memory 4g --cpus 0.5 --env OPENLINEAGE_URL --volume '/my data:/app/work/data/input:ro' weather:1 2022-02-05 --note 'it'\\''s'",
    );
  });
});

describe("the mounts of a run", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-mounts-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function targets(mounts: readonly string[]): Promise<readonly string[]> {
    const frontMatter = FrontMatterSchema.parse({ pipenb: 1, mounts });
    const notebookPath = join(folder, "daily.pipenb");
    const planned = await runMounts({ folder: dirname(notebookPath), frontMatter, rootless: false, env: {} });
    return planned.mounts.map(({ target, readOnly }) => `${target}${readOnly ? ":ro" : ""}`);
  }

  it("are data/output, and data/input where it is there", async () => {
    assert.deepEqual(await targets([]), ["/app/work/data/output"]);
    await mkdir(join(folder, "data", "input"));
    assert.deepEqual(await targets([]), ["/app/work/data/input:ro", "/app/work/data/output"]);
  });

  it("leave a place alone that the notebook mounts itself", async () => {
    assert.deepEqual(await targets(["./results:/app/work/data/output"]), ["/app/work/data/output"]);
  });
});
