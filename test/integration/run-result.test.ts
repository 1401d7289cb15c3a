/** The result of a run: from the exported pipeline and from `pipenb run` the same. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { runNode, runPipenb, runProgram } from "../support/command-line.ts";
import type { CommandOptions, Ended } from "../support/command-line.ts";

const notebook = `/* ---
pipenb: 1
secrets: [db]
--- */

// %% [parameters]
const day: IsoDate = "2022-02-05";
const how: string = "well";

// %% name=write
import { mkdir, writeFile } from "node:fs/promises";
import { objects, processGranules, secret, writeWhole } from "pipenb";
await writeWhole(\`out/\${day}.csv\`, ["a\\n", "1\\n"]);
await writeWhole("out/parts", async (folder) => {
  await mkdir(folder);
  await writeFile(\`\${folder}/b\`, "22");
  await writeFile(\`\${folder}/a\`, "1");
});
await objects("in").text("table.json");
await processGranules("in/*.csv", () => 1);

// %% name=end
if (how === "badly") throw Object.assign(new TypeError(\`bad, by \${secret("db")}\`), { exitCode: 42 });
if (how === "exit") process.exit(7);
if (how === "for-ever") {
  console.log("going on");
  for (;;);
}
`;

const DatasetSchema = z.strictObject({
  path: z.string(),
  bytes: z.number().optional(),
  sha256: z.string().optional(),
  files: z.number().optional(),
});
const ResultSchema = z.strictObject({
  contract: z.literal(1),
  unit: z.string().nullable(),
  parameters: z.record(z.string(), z.unknown()),
  status: z.enum(["done", "failed", "stopped"]),
  exitCode: z.number(),
  attempt: z.number(),
  image: z.string(),
  code: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  inputs: z.array(DatasetSchema),
  outputs: z.array(DatasetSchema),
  error: z
    .strictObject({
      name: z.string(),
      message: z.string(),
      cell: z.string().nullable(),
      file: z.string().nullable(),
      line: z.number().nullable(),
    })
    .nullable(),
  started: z.iso.datetime(),
  ended: z.iso.datetime(),
});

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("the result of a run", function () {
  this.timeout(120_000);
  let folder = "";

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-result-"));
    await writeFile(join(folder, "daily.pipenb"), notebook);
    const exported = await runPipenb(["export", "daily.pipenb", "--out", "exported"], { cwd: folder });
    assert.equal(exported.code, 0, exported.stderr);
    for (const place of [folder, join(folder, "exported")]) {
      await mkdir(join(place, "in"), { recursive: true });
      await mkdir(join(place, "secrets"), { recursive: true });
      await writeFile(join(place, "secrets/db"), "correct-horse\n");
      await writeFile(join(place, "in/table.json"), "[1]");
      await writeFile(join(place, "in/x.csv"), "x\n");
    }
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const ways: readonly (readonly [
    string,
    (args: readonly string[], options: CommandOptions) => Promise<Ended>,
  ])[] = [
    [
      "of the exported pipeline",
      (args, options) =>
        runNode(["runner.mjs", "pipeline.ts", ...args], { ...options, cwd: join(folder, "exported") }),
    ],
    [
      "of pipenb run",
      (args, options) =>
        runPipenb(["run", "--runtime", "local", "daily.pipenb", ...args], { ...options, cwd: folder }),
    ],
  ];
  const lastLine = ({ stdout }: Ended) =>
    ResultSchema.parse(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? ""));
  const printed = { env: { PIPENB_RESULT: "-" } };
  const codes = new Set<string>();

  for (const [way, run] of ways) {
    describe(way, () => {
      it("is the last line of stdout where that is asked for, with what was read and written", async () => {
        const ended = await run(["2024-02-29"], { env: { ...printed.env, PIPENB_ATTEMPT: "2" } });
        assert.equal(ended.code, 0, ended.stderr);
        const { code, image, started, ended: until, ...result } = lastLine(ended);
        assert.deepEqual(result, {
          contract: 1,
          unit: "2024-02-29",
          parameters: { day: "2024-02-29", how: "well" },
          status: "done",
          exitCode: 0,
          attempt: 2,
          inputs: [
            { path: "in/table.json", bytes: 3, sha256: sha256("[1]") },
            { path: "in/x.csv", bytes: 2 },
          ],
          outputs: [
            { path: "out/2024-02-29.csv", bytes: 4, sha256: sha256("a\n1\n") },
            {
              path: "out/parts",
              bytes: 3,
              sha256: sha256(`${sha256("1")}  a\n${sha256("22")}  b\n`),
              files: 2,
            },
          ],
          error: null,
        });
        assert.ok(started < until);
        assert.equal(image, code);
        codes.add(code);
        assert.doesNotMatch(ended.stderr, /"contract"/);
      });

      it("tells the error with its cell and line, and no secret", async () => {
        const ended = await run(["--how", "badly"], printed);
        assert.equal(ended.code, 42, ended.stderr);
        const { status, exitCode, error, outputs } = lastLine(ended);
        assert.deepEqual([status, exitCode, outputs.length], ["failed", 42, 2]);
        assert.equal(error?.name, "TypeError");
        assert.equal(error.message, "bad, by ***");
        assert.equal(error.cell, "end");
        const path =
          error.file === "daily.pipenb"
            ? join(folder, error.file)
            : join(folder, "exported", error.file ?? "");
        const line = (await readFile(path, "utf8")).split("\n")[(error.line ?? 0) - 1];
        assert.match(line ?? "", /new TypeError/);
      });

      it("takes values from files, which it does not tell", async () => {
        const [how, day] = ["how.txt", "day.txt"].map((name) => join(folder, name));
        await writeFile(how ?? "", "exit\n");
        await writeFile(day ?? "", "2024-02-28\n");
        const env = { ...printed.env, PIPENB_HOW_FILE: how ?? "", PIPENB_DAY_FILE: day ?? "" };
        const { unit, parameters, exitCode } = lastLine(await run([], { env }));
        assert.deepEqual([unit, parameters, exitCode], ["2024-02-28", { day: "2024-02-28", how: "***" }, 7]);
        const missing = await run([], { env: { PIPENB_HOW_FILE: "/nowhere/how" } });
        assert.equal(missing.code, 64);
        assert.match(missing.stderr, /how \(from PIPENB_HOW_FILE\): the file \/nowhere\/how cannot be read/);
      });

      it("tells of an end in the middle, of wrong parameters, and nothing of help", async () => {
        const inMiddle = lastLine(await run(["--how", "exit"], printed));
        assert.deepEqual([inMiddle.status, inMiddle.exitCode], ["failed", 7]);
        assert.deepEqual(inMiddle.error, {
          name: "Ended",
          message: 'Cell "end" ended the process with exit code 7.',
          cell: "end",
          file: null,
          line: null,
        });
        const wrong = lastLine(await run(["2023-02-29"], printed));
        assert.deepEqual(
          [wrong.status, wrong.exitCode, wrong.error?.name],
          ["failed", 64, "WrongParameters"],
        );
        assert.doesNotMatch((await run(["--help"], printed)).stdout, /contract/);
      });

      it("is there after SIGTERM, in the middle of a computation", async () => {
        const place = join(folder, "stopped", "result.json");
        const ended = await run(["--how", "for-ever"], {
          env: { PIPENB_RESULT: place },
          signalWhen: (text) => (text.includes("going on") ? "SIGTERM" : undefined),
        });
        assert.equal(ended.code, 143, ended.stderr);
        const { status, exitCode, outputs, error } = ResultSchema.parse(
          JSON.parse(await readFile(place, "utf8")),
        );
        assert.deepEqual(
          [status, exitCode, outputs.length, error?.name, error?.cell],
          ["stopped", 143, 2, "Stopped", "end"],
        );
        await rm(join(folder, "stopped"), { recursive: true });
      });
    });
  }

  // The tests of a suite itself come before those of the suites in it.
  describe("of both", () => {
    it("has one hash of the code", () => {
      assert.equal(codes.size, 1);
    });
  });

  const exported = (place: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    runNode(["runner.mjs", "pipeline.ts"], {
      cwd: join(folder, "exported"),
      env: { PIPENB_RESULT: place, ...env },
    });

  it("replaces a file whole, keeps a link, and leaves nothing beside it", async () => {
    const place = join(folder, "results");
    await mkdir(place);
    await writeFile(join(place, "old.json"), "x".repeat(10_000));
    await symlink("old.json", join(place, "link.json"));
    assert.equal((await exported(join(place, "link.json"), { PIPENB_IMAGE_DIGEST: "sha256:abc" })).code, 0);
    const { image } = ResultSchema.parse(JSON.parse(await readFile(join(place, "old.json"), "utf8")));
    assert.equal(image, "sha256:abc");
    assert.deepEqual(await readdir(place), ["link.json", "old.json"]);
  });

  it("goes into a pipe that somebody reads", async () => {
    const pipe = join(folder, "pipe");
    assert.equal(spawnSync("mkfifo", [pipe]).status, 0);
    const reader = runProgram("cat", [pipe]);
    assert.equal((await exported(pipe)).code, 0);
    ResultSchema.parse(JSON.parse((await reader).stdout));
    assert.ok((await stat(pipe)).isFIFO());
  });

  it("cannot be written: then the run says so and ends as it would", async () => {
    const unread = join(folder, "unread");
    assert.equal(spawnSync("mkfifo", [unread]).status, 0);
    for (const place of ["/proc/none/result.json", unread, folder]) {
      const { code, stderr } = await exported(place);
      assert.equal(code, 0);
      assert.match(stderr, new RegExp(`The result of the run cannot be written to ${place}: `));
    }
  });
});
