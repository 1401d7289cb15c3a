/** `pipenb verify` on notebooks with one planted fault or several, each in a cell of its own. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { Engine } from "../../containers/engine/engine.ts";
import { runPipenb, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";

const head = (mounts: readonly string[] = []): string =>
  `/* ---\npipenb: 1\n${mounts.length === 0 ? "" : `mounts: ${JSON.stringify(mounts)}\n`}--- */\n`;

const files = `// %% name=files
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, hostname } from "node:os";
mkdirSync("data/output", { recursive: true });
const save = (name: string, text: string): void => writeFileSync(\`data/output/\${name}\`, text);
void [appendFileSync, existsSync, readdirSync, readFileSync, availableParallelism, hostname];
`;

/** A notebook beside a store that holds texts by their keys, and adds numbers up. */
const withStore = (verify?: string): string => `/* ---
pipenb: 1
services:
  store:
    image: ${nodeImage()}
    command: ["node", "-e", ${JSON.stringify(store)}]
    ports: [7000]
    verify: ${JSON.stringify(verify ?? `node -e "fetch('http://127.0.0.1:7000/csv').then((r) => r.text()).then(console.log)"`)}
--- */
`;
const store = `
  const held = { count: 0 };
  require("node:http").createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const key = request.url.slice(1);
    if (request.method === "PUT") held[key] = body;
    if (request.method === "POST") held[key] += Number(body);
    response.end("key,value\\n" + Object.keys(held).sort().map((each) => each + "," + held[each]).join("\\n"));
  }).listen(7000);`.replaceAll(/\n\s*/g, " ");

interface Found {
  readonly about: string;
  readonly cell?: string;
  readonly sentence: string;
  readonly looked: readonly string[];
  readonly differences: readonly { readonly path: string; readonly place?: string }[];
}

interface Verified {
  readonly findings: readonly Found[];
  readonly notes: readonly string[];
}

function verification(stdout: string, stderr = ""): Verified {
  const line = stdout.split("\n").find((each) => each.includes('"verification"'));
  assert.ok(line !== undefined, stderr);
  // SAFETY: printed by the command under test.
  return JSON.parse(line) as Verified;
}

describe("pipenb verify", function () {
  this.timeout(900_000);
  let folder: string;
  let engine: Engine;

  before(async function () {
    engine = await requireEngine(this);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-verify-test-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const verify = async (text: string, ...more: readonly string[]): Promise<Ended> => {
    await writeFile(join(folder, "n.pipenb"), text);
    const env = { PIPENB_BASE_IMAGE: nodeImage() };
    return runPipenb(["verify", "--json", ...more, "n.pipenb"], { cwd: folder, env });
  };
  const findings = async (text: string): Promise<readonly Found[]> => {
    const { stdout, stderr, code } = await verify(text);
    const { findings: found } = verification(stdout, stderr);
    assert.equal(code, found.length === 0 ? 0 : 1);
    return found;
  };
  const places = (found: readonly Found[]): readonly string[] =>
    found.map(({ about, cell }) => `${about}: ${cell}`);

  it("finds nothing in a notebook that depends on its parameters alone, and changes nothing of it", async () => {
    const text = `${head()}\n// %% [parameters]\nconst day: IsoDate = "2022-02-05";\n\n${files}\n// %% name=write\nsave(\`\${day}.txt\`, "always");\nconsole.log("written for", day);\n`;
    await mkdir(join(folder, "data/output"), { recursive: true });
    await writeFile(join(folder, "data/output/before.txt"), "mine");
    const { code, stderr } = await verify(text, "--stdout", "--report", "report.html");
    assert.equal(code, 0, stderr);
    assert.match(
      await readFile(join(folder, "report.html"), "utf8"),
      /The notebook and its image give the same: 1 file and the standard output in 13 runs/,
    );
    assert.equal(await readFile(join(folder, "data/output/before.txt"), "utf8"), "mine");
    await assert.rejects(readFile(join(folder, "data/output/2022-02-05.txt")), /ENOENT/);
  });

  it("finds the clock, time zone, locale, random numbers, file order, CPU count, machine and left-over files", async () => {
    await mkdir(join(folder, "in"));
    for (const name of ["a", "b", "c"]) await writeFile(join(folder, "in", name), name);
    const found = await findings(`${head(["./in:/app/work/in:ro"])}
${files}
// %% name=stamp
save("stamp.csv", \`day,made\\n1,\${new Date().toISOString()}\\n\`);

// %% name=zone
save("zone.txt", new Date(2022, 1, 5, 12).toISOString());

// %% name=language
save("language.json", JSON.stringify({ total: (1234.5).toLocaleString() }));

// %% name=draw
save("draw.txt", String(Math.random()));

// %% name=list
save("list.txt", readdirSync("in").join("\\n"));

// %% name=split
save("split.txt", String(availableParallelism()));

// %% name=machine
save("machine.txt", hostname());

// %% name=append
appendFileSync("data/output/log.txt", "once more\\n");
`);
    assert.deepEqual(places(found), [
      "clock: stamp",
      "time zone: zone",
      "locale: language",
      "random: draw",
      "file order: list",
      "CPU count: split",
      "environment: machine",
      "left-over files: append",
    ]);
    assert.deepEqual(found[0]?.looked, ["new Date()"]);
  });

  it("compares Parquet by its rows, whatever bytes hold them", async () => {
    const table = (value: number, codec: "UNCOMPRESSED" | "SNAPPY"): string =>
      Buffer.from(
        parquetWriteBuffer({ columnData: [{ name: "n", data: [1, 2, value], type: "INT32" }], codec }),
      ).toString("base64");
    const [first, packed, other] = [table(3, "UNCOMPRESSED"), table(3, "SNAPPY"), table(4, "SNAPPY")];
    const { stdout, code } = await verify(`${head()}
${files}
// %% name=stamp
const isOdd = new Date().getUTCMinutes() % 2 === 1;
const table = (text: string): Uint8Array => Buffer.from(text, "base64");

// %% name=same
writeFileSync("data/output/same.parquet", table(isOdd ? "${first}" : "${packed}"));

// %% name=other
writeFileSync("data/output/other.parquet", table(isOdd ? "${first}" : "${other}"));
`);
    assert.equal(code, 1);
    const { findings: found, notes } = verification(stdout);
    assert.deepEqual(places(found), ["clock: stamp"]);
    assert.deepEqual(
      found[0]?.differences.map(({ path, place }) => [path, place]),
      [["data/output/other.parquet", 'row 3, column "n"']],
    );
    assert.deepEqual(notes, [
      "data/output/same.parquet has other bytes from run to run, and holds the same table.",
    ]);
  });

  it("compares what is printed where it is asked to, and names the cell that prints it", async () => {
    const text = `${head()}
${files}
// %% name=begin
console.log("begins");
display({ shown: "to people alone" });
console.error("no result");

// %% name=where
console.log(process.argv[1]?.endsWith("pipeline.ts") ? "in the image" : "in a kernel");

// %% name=end
console.log("ends");
"a value";
`;
    const silent = await verify(text);
    assert.equal(silent.code, 0, silent.stderr);
    const { stdout, code } = await verify(text, "--stdout", "--report", "report.html");
    assert.equal(code, 1);
    const { findings: found } = verification(stdout);
    assert.deepEqual(places(found), ["notebook and image: where"]);
    assert.deepEqual(found[0]?.differences, [
      { path: "standard output", place: "line 2", first: "in a kernel", second: "in the image" },
    ]);
    const report = await readFile(join(folder, "report.html"), "utf8");
    assert.match(report, /standard output, line 2: in a kernel → in the image/);
    assert.match(report, /0 files and the standard output in 13 runs/);
  });

  it("finds the network", async () => {
    const found = await findings(`${head()}
${files}
// %% name=ask
import { networkInterfaces } from "node:os";
const isOnline = Object.keys(networkInterfaces()).some((name) => name !== "lo");

// %% name=collect
if (!isOnline) throw new Error("no way to the world");
save("found.txt", "found");
`);
    assert.deepEqual(places(found), ["network: collect"]);
    assert.match(found[0]?.sentence ?? "", /exit code 0, then 1: .*no way to the world/);
  });

  it("finds inputs that are changed, files that the image loses, and what a session leaves in variables", async () => {
    await mkdir(join(folder, "sales"));
    await writeFile(join(folder, "sales/day.csv"), "x\n1\n");
    const found = await findings(`${head(["./sales:/app/work/sales"])}
${files}
// %% name=mend
writeFileSync("sales/day.csv", readFileSync("sales/day.csv", "utf8").replace("1", "2"));

// %% name=lost
writeFileSync("summary.txt", "not mounted");

// %% name=count
const counts: { value: number } = ((globalThis as { counts?: { value: number } }).counts ??= { value: 0 });
counts.value += 1;
save("count.txt", String(counts.value));
`);
    assert.deepEqual(places(found).toSorted(), [
      "mutated input: mend",
      "outside the mounts: lost",
      "session: count",
    ]);
  });

  it("finds that a notebook lives on a file or on a name of an earlier session, with the cell", async () => {
    await mkdir(join(folder, "data/output"), { recursive: true });
    await writeFile(join(folder, "data/output/model.txt"), "trained yesterday");
    const found = await findings(`${head()}
${files}
// %% name=use
save("result.txt", readFileSync("data/output/model.txt", "utf8"));
`);
    assert.deepEqual(places(found), ["failure: use"]);
    assert.match(found[0]?.sentence ?? "", /ENOENT.*model\.txt/);
    const outOfOrder = await verify(`${head()}
${files}
// %% name=use
save("total.txt", String(total()));

// %% name=define
const total = (): number => 1;
`);
    assert.equal(outOfOrder.code, 1);
    assert.match(outOfOrder.stderr, /total/);
    const gone = await verify(`${head()}\n${files}\n// %% name=use\nsave("total.txt", String(totals));\n`);
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, /n\.pipenb:\d+:\d+.*totals/s);
  });

  for (const [name, ...args] of [
    ["seattle-weather", "2012-02-05"],
    ["granules"],
    ["flights"],
    ["danfo"],
    ["hello"],
    ["display"],
  ])
    it(`passes on the sample ${name}`, async () => {
      const env = { PIPENB_BASE_IMAGE: nodeImage() };
      const { code, stdout, stderr } = await runPipenb(["verify", `samples/${name}.pipenb`, ...args], {
        env,
      });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /The notebook and its image give the same/);
    });

  it("decides, when a build asks it, whether the image gets its name", async () => {
    const tag = `pipenb-test/verified:${randomBytes(4).toString("hex")}`;
    const build = async (cell: string): Promise<Ended> => {
      await writeFile(join(folder, "n.pipenb"), `${head()}\n${files}\n// %% name=write\n${cell}\n`);
      const env = { PIPENB_BASE_IMAGE: nodeImage() };
      return runPipenb(["build", "--verify", "--tag", tag, "n.pipenb"], { cwd: folder, env });
    };
    const refused = await build('save("a.txt", String(Date.now()));');
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /cell: write, by Date\.now\(\)[^]*is not built/);
    assert.equal(await engine.image(tag), undefined);
    const built = await build('save("a.txt", "always");');
    assert.equal(built.code, 0, built.stderr);
    assert.ok((await engine.image(tag)) !== undefined);
    await engine.removeImage(tag);
  });

  it("says what it cannot verify", async () => {
    const outside = await verify(`${head(["/tmp:/somewhere"])}\n// %%\n1;\n`);
    assert.equal(outside.code, 1);
    assert.match(
      outside.stderr,
      /n\.pipenb mounts \/tmp:\/somewhere, which a trial would write to\.\nMount it with :ro/,
    );
    const silent = await verify(`${withStore("exit 3")}\n// %%\n1;\n`);
    assert.equal(silent.code, 1);
    assert.match(silent.stderr, /The verify command of the service "store" fails/);
  });

  it("finds nothing in what services hold when a day replaces what was there of it", async () => {
    const { code, stdout, stderr } = await verify(`${withStore()}
// %% name=put
await fetch("http://store:7000/2022-02-05", { method: "PUT", body: "17" });
`);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /"files":1/);
  });

  it("compares what services hold, and starts each run with none of it", async () => {
    const found = await findings(`${withStore()}
// %% name=stamp
const made = new Date().toISOString();

// %% name=put
await fetch("http://store:7000/2022-02-05", { method: "PUT", body: made });

// %% name=add
await fetch("http://store:7000/count", { method: "POST", body: "1" });
`);
    assert.deepEqual(places(found), ["clock: stamp", "left-over files: undefined"]);
    assert.deepEqual(
      found.map(({ differences: [difference] }) => [difference?.path, difference?.place]),
      [
        ["services/store.csv", 'line 2, column "value"'],
        ["services/store.csv", 'line 3, column "value"'],
      ],
    );
  });

  it("tells of a pipeline that fails under a condition, and not of the services, which then lack what is looked for", async () => {
    const there = `node -e "fetch('http://127.0.0.1:7000/csv').then((r) => r.text()).then((csv) => process.exit(csv.includes('day') ? 0 : 1))"`;
    const found = await findings(`${withStore(there)}
// %% name=check
const there = Date.parse((await fetch("http://store:7000/csv")).headers.get("date") ?? "");
if (Math.abs(Date.now() - there) > 86_400_000) throw new Error("the clock is wrong");

// %% name=put
await fetch("http://store:7000/day", { method: "PUT", body: "1" });
`);
    assert.deepEqual(places(found), ["clock: check"]);
    assert.match(found[0]?.sentence ?? "", /^Whether the pipeline succeeds .*the clock is wrong/);
  });
});
