import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const root = fileURLToPath(new URL("../../..", import.meta.url));

const head = `import { pipeline, cell, display, done } from "./runner.mjs";
const { day, country, limit, dryRun, tags } = pipeline({
  title: "Daily orders",
  parameters: [
    { name: "day", type: { kind: "date" }, default: "2022-02-05", doc: "Day to process" },
    { name: "country", type: { kind: "choice", options: ["CZ", "DE"] }, default: "CZ", doc: "" },
    { name: "limit", type: { kind: "number" }, default: 100, doc: "" },
    { name: "dryRun", type: { kind: "boolean" }, default: false, doc: "" },
    { name: "tags", type: { kind: "array", element: { kind: "string" } }, default: [], doc: "" },
  ],
});
`;

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

const LineSchema = z.object({
  time: z.iso.datetime(),
  level: z.enum(["info", "error"]),
  cell: z.string().nullable(),
  event: z.enum(["start", "end", "error"]),
  milliseconds: z.number().optional(),
  message: z.string().optional(),
  exitCode: z.number().optional(),
});

function linesOf(stderr: string) {
  const lines = stderr.trimEnd().split("\n");
  return lines.map((line) => LineSchema.parse(JSON.parse(line)));
}

describe("the runner of an exported pipeline", function () {
  this.timeout(120_000);
  let built = "";
  let folder = "";

  before(async () => {
    built = await mkdtemp(join(tmpdir(), "pipenb-runner-built-"));
    const build = [join(root, "scripts/build.mjs"), "runner", "--into", built];
    const { status, stderr } = spawnSync(process.execPath, build, { encoding: "utf8" });
    assert.equal(status, 0, stderr);
  });

  after(async () => {
    await rm(built, { recursive: true, force: true });
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-runner-"));
    await writeFile(join(folder, "package.json"), '{"type":"module"}');
    await cp(join(built, "dist/runner"), folder, { recursive: true });
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function start(
    body: string,
    argv: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
    through: readonly string[] = [],
  ) {
    await writeFile(join(folder, "pipeline.ts"), head + body);
    return spawn(process.execPath, [...through, "pipeline.ts", ...argv], {
      cwd: folder,
      env: { ...process.env, ...env },
    });
  }

  async function run(
    body: string,
    argv: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
  ): Promise<Ended> {
    return ended(await start(body, argv, env));
  }

  async function ended(child: ReturnType<typeof spawn>): Promise<Ended> {
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    return new Promise((resolve) => {
      child.on("close", (code, signal) => {
        resolve({ code, signal, stdout, stderr });
      });
    });
  }

  async function saidReady(child: ReturnType<typeof spawn>): Promise<void> {
    await new Promise((resolve) => child.stdout?.once("data", resolve));
  }

  const printAll = `await cell("show");\nconsole.log(JSON.stringify({ day, country, limit, dryRun, tags }));\n`;

  it("gives the cells their parameters", async () => {
    const argv = ["2024-02-29", "--limit", "-5", "--dry-run", "--tags=a,b"];
    assert.deepEqual(await run(printAll, argv, { PIPENB_COUNTRY: "DE" }), {
      code: 0,
      signal: null,
      stdout: '{"day":"2024-02-29","country":"DE","limit":-5,"dryRun":true,"tags":["a","b"]}\n',
      stderr: "",
    });
  });

  it("refuses wrong parameters with 64 and runs nothing", async () => {
    const { code, stdout, stderr } = await run(printAll, ["2022-02-30", "--contry=DE"]);
    assert.equal(code, 64);
    assert.equal(stdout, "");
    assert.equal(
      stderr,
      "There is no option --contry. Did you mean --country?\n" +
        'day: "2022-02-30" is not a calendar day: February 2022 has 28 days. Give a day as YYYY-MM-DD.\n' +
        "Nothing was run. --help lists the parameters.\n",
    );
  });

  it("prints help with 0 and runs nothing", async () => {
    const { code, stdout, stderr } = await run(printAll, ["--help"]);
    assert.equal(code, 0);
    assert.equal(stderr, "");
    assert.match(stdout, /^Daily orders\n\nUsage: node runner\.mjs pipeline\.ts \[day\] \[country\]/);
    assert.match(
      stdout,
      /--day <YYYY-MM-DD>\n {6}Day to process\n {6}calendar day; default: 2022-02-05; environment: PIPENB_DAY/,
    );
  });

  it("names the cell that failed, shows where, and ends with 1", async () => {
    const { code, stderr } = await run(
      `await cell("read");\nawait cell("clean");\nawait null;\nthrow new TypeError("no such column");\n`,
    );
    assert.equal(code, 1);
    assert.match(stderr, /^Cell "clean" failed: TypeError: no such column\n\s+at .*pipeline\.ts:15:7/);
    assert.doesNotMatch(stderr, /node:internal/);
  });

  for (const [what, body, code, message] of [
    [
      "an error that says 42",
      `throw Object.assign(new Error("bad file"), { exitCode: 42 });`,
      42,
      /bad file[^]*never succeed/,
    ],
    [
      "an error that says 75",
      `throw Object.assign(new Error("busy"), { exitCode: 75 });`,
      75,
      /busy[^]*succeed later/,
    ],
    [
      "an error that says something else",
      `throw Object.assign(new Error("child"), { exitCode: 3 });`,
      1,
      /child/,
    ],
    [
      "an error whose cause says 42",
      `throw new Error("outer", { cause: Object.assign(new Error("inner"), { exitCode: 42 }) });`,
      42,
      /outer[^]*inner/,
    ],
    [
      "a time-out",
      `await new Promise((_, no) => { const s = AbortSignal.timeout(1); s.onabort = () => no(s.reason); setTimeout(() => {}, 999); });`,
      75,
      /TimeoutError/,
    ],
    [
      "a rejection nobody handles",
      `void Promise.reject(new Error("lost"));\nawait new Promise((go) => setTimeout(go, 5000));`,
      1,
      /Cell "work" failed: Error: lost/,
    ],
    [
      "an error from a timer",
      `setTimeout(() => { throw new Error("late"); }, 1);\nawait new Promise((go) => setTimeout(go, 5000));`,
      1,
      /Error: late/,
    ],
    ["something thrown that is no error", `throw { why: "odd" };`, 1, /failed: \{ why: 'odd' \}/],
    ["undefined thrown", `throw undefined;`, 1, /failed: undefined/],
    ["a ring of causes", `const e: Error = new Error("ring"); e.cause = e; throw e;`, 1, /ring/],
    [
      "an await that never ends",
      `await new Promise(() => {});`,
      1,
      /Cell "work" waits for something that can never come/,
    ],
  ] as const) {
    it(`ends with ${code} on ${what}`, async () => {
      const result = await run(`await cell("work");\n${body}\n`);
      assert.match(result.stderr, message);
      assert.equal(result.code, code, result.stderr);
    });
  }

  it("ends with 75 when the network fails", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    await new Promise((resolve) => server.close(resolve));
    const { code, stderr } = await run(
      `await cell("fetch");\nawait fetch("http://127.0.0.1:${String(port)}/");\n`,
    );
    assert.match(stderr, /Cell "fetch" failed: .*fetch failed[^]*ECONNREFUSED[^]*succeed later/);
    assert.equal(code, 75);
  });

  it("keeps the exit code the cells ask for", async () => {
    assert.equal((await run(`await cell("a");\nprocess.exitCode = 7;\n`)).code, 7);
    assert.equal((await run(`await cell("a");\nprocess.exit(9);\n`)).code, 9);
  });

  for (const [signal, code] of [
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const) {
    it(`ends with ${code} on ${signal} and cleans up`, async () => {
      const child = await start(
        `await cell("wait");\nprocess.on("exit", () => console.log("cleaned"));\n` +
          `console.log("ready");\nawait new Promise((go) => setTimeout(go, 60_000));\n`,
        [],
        {},
        ["runner.mjs"],
      );
      const result = ended(child);
      await saidReady(child);
      child.kill(signal);
      const { stdout, stderr, ...how } = await result;
      assert.deepEqual(how, { code, signal: null });
      assert.equal(stdout, "ready\ncleaned\n");
      assert.equal(stderr, `Cell "wait" was stopped by ${signal}.\n`);
    });
  }

  it("is ended by a signal in Node's own way where nothing has started it that could pass the signal on", async () => {
    const child = await start(`await cell("busy");\nconsole.log("ready");\nwhile (true);\n`);
    const result = ended(child);
    await saidReady(child);
    child.kill("SIGTERM");
    assert.deepEqual(await result, { code: null, signal: "SIGTERM", stdout: "ready\n", stderr: "" });
  });

  it("writes a line of JSON for each start and end of a cell when asked", async () => {
    const { code, stderr } = await run(`await cell("one");\nconsole.log(1);\nawait cell("two");\n`, [], {
      PIPENB_LOG: "json",
    });
    assert.equal(code, 0);
    assert.deepEqual(
      linesOf(stderr).map(({ level, cell, event, milliseconds }) => [
        level,
        cell,
        event,
        typeof milliseconds,
      ]),
      [
        ["info", "one", "start", "undefined"],
        ["info", "one", "end", "number"],
        ["info", "two", "start", "undefined"],
        ["info", "two", "end", "number"],
      ],
    );
  });

  it("says in JSON too what went wrong", async () => {
    const env = { PIPENB_LOG: "json" };
    const failed = linesOf((await run(`await cell("one");\nthrow new Error("no\\nway");\n`, [], env)).stderr);
    assert.deepEqual(
      failed.map(({ event }) => event),
      ["start", "error"],
    );
    assert.equal(failed[1]?.cell, "one");
    assert.equal(failed[1].exitCode, 1);
    assert.match(failed[1].message ?? "", /Cell "one" failed: Error: no\nway/);
    const [refused] = linesOf((await run("", ["2022-02-30"], env)).stderr);
    assert.deepEqual([refused?.cell, refused?.event, refused?.exitCode], [null, "error", 64]);
    const exited = linesOf((await run(`await cell("one");\nprocess.exit(5);\n`, [], env)).stderr);
    assert.equal(exited[1]?.exitCode, 5);
  });

  it("ends without complaint when nobody reads what it prints", async () => {
    const child = await start(
      `await cell("print");\nprocess.on("exit", () => process.stderr.write("done\\n"));\n` +
        `for (let i = 0; i < 2000; i++) { process.stdout.write("x".repeat(1000) + "\\n"); if (i % 100 === 0) await new Promise((go) => setTimeout(go, 1)); }\n`,
    );
    const result = ended(child);
    await saidReady(child);
    child.stdout.destroy();
    const { code, stderr } = await result;
    assert.equal(stderr, "done\n");
    assert.equal(code, 141);
  });

  it("prints what the cells display as text", async () => {
    const { stdout, code } = await run(
      `await cell("show");\ndisplay("plain", { a: [1, 2] }).update("again");\ndisplay.markdown("# Title");\n` +
        `display.html("<style>p{}</style><p>a &lt; b</p>");\ndisplay.json({ a: 1 });\n` +
        `const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);\ndisplay.image(png, { alt: "a chart" });\ndisplay.image(png);\ndisplay.bundle({ "text/plain": "bundle", "x/y": 1 });\n`,
    );
    assert.equal(code, 0);
    assert.equal(
      stdout,
      'plain\n{ a: [ 1, 2 ] }\nagain\n# Title\na < b\n{\n  "a": 1\n}\na chart\n[image/png, 8 bytes]\nbundle\n',
    );
  });

  it("takes what is no picture as little as a notebook does", async () => {
    const { stderr, code } = await run(`await cell("show");\ndisplay.image(new Uint8Array(2));\n`);
    assert.equal(code, 1);
    assert.match(stderr, /Cell "show" failed: TypeError: display\.image takes the bytes of a PNG/);
  });

  it("prints everything before it ends, however much it is", async () => {
    const { stdout, code } = await run(
      `await cell("a");\nconsole.log("x".repeat(5_000_000));\nthrow new Error("end");\n`,
    );
    assert.equal(code, 1);
    assert.equal(stdout.length, 5_000_001);
  });

  it("types the parameters in the exported pipeline", async () => {
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    const body = `import type { IsoDate, Path } from "./runner.mjs";
const a: IsoDate = day;
const b: "CZ" | "DE" = country;
const c: number = limit;
const d: boolean = dryRun;
const e: string[] = tags;
const { file } = pipeline({ title: "x", parameters: [{ name: "file", type: { kind: "path" }, doc: "" }] });
const f: Path = file;
// @ts-expect-error a number is no text
const g: string = limit;
// @ts-expect-error there is no such parameter
pipeline({ title: "x", parameters: [] }).nothing;
await cell("show");
display(a, b, c, d, e, f, g).update(1);
`;
    await writeFile(join(folder, "pipeline.ts"), head + body);
    const checked = spawnSync(
      process.execPath,
      [
        join(root, "node_modules/typescript/bin/tsc"),
        ...[
          "--noEmit",
          "--strict",
          "--exactOptionalPropertyTypes",
          "--target",
          "es2023",
          "--module",
          "nodenext",
        ],
        ...["--types", "node", "pipeline.ts"],
      ],
      { cwd: folder, encoding: "utf8" },
    );
    assert.equal(checked.stdout, "");
    assert.equal(checked.status, 0);
  });
});
