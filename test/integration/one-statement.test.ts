/** The notebook and its export are one statement: each notebook here is run by `pipenb run` and as its exported script. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planExport } from "../../pipeline/plan-export.ts";
import { writeExport } from "../../pipeline/write-export.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { readParameters } from "../../notebook/parameters/read-parameters.ts";
import { root, runNode, runPipenb, type CommandOptions, type Ended } from "../support/command-line.ts";

interface Case {
  readonly what: string;
  /** The texts of its cells. */
  readonly cells: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly options?: CommandOptions;
  readonly code: number;
  readonly stdout: string;
  /** In both. */
  readonly stderr?: RegExp;
}

const wait = "await new Promise((go) => setTimeout(go, 60_000));";
const stopWhen = (text: string, signal: NodeJS.Signals): CommandOptions => ({
  signalWhen: (printed) => (printed.includes(text) ? signal : undefined),
});

const ends: readonly Case[] = [
  {
    what: "a promise of the last cell that nobody awaited and that fails later",
    cells: [
      `const save = async () => { await new Promise((r) => setTimeout(r, 30)); throw new Error("save failed"); };`,
      `void save();`,
    ],
    code: 1,
    stdout: "",
    stderr: /save failed/,
  },
  {
    what: "a promise that is rejected at once and that nobody handles",
    cells: [
      `void Promise.reject(new Error("float"));`,
      `await new Promise((r) => setTimeout(r, 5000));\nconsole.log("no");`,
    ],
    code: 1,
    stdout: "",
    stderr: /float/,
  },
  {
    what: "a rejection while a later cell computes in steps",
    cells: [
      `setTimeout(() => void Promise.reject(Object.assign(new Error("gone"), { exitCode: 42 })), 2000);`,
      `console.log("two");\nawait new Promise((r) => setTimeout(r, 20_000));\nconsole.log("no");`,
    ],
    code: 42,
    stdout: "two\n",
    stderr: /gone/,
  },
  {
    what: "a timer that throws after the last cell",
    cells: [`setTimeout(() => { throw new Error("too late"); }, 1500);`, `console.log("last");`],
    code: 1,
    stdout: "last\n",
    stderr: /too late/,
  },
  {
    what: "a promise that a module beside the notebook has forgotten",
    files: {
      "lib.ts": `export function begin(): void { void work(); }\nasync function work() { await new Promise((r) => setTimeout(r, 2000)); throw new Error("in lib"); }\n`,
    },
    cells: [`import { begin } from "./lib.ts";\nbegin();`, `console.log("last");`],
    code: 1,
    stdout: "last\n",
    stderr: /in lib/,
  },
  {
    what: "an 'error' event that nobody listens for",
    cells: [
      `import { createReadStream } from "node:fs";\ncreateReadStream("not/there.csv");`,
      `await new Promise((r) => setTimeout(r, 5000));\nconsole.log("no");`,
    ],
    code: 1,
    stdout: "",
    stderr: /ENOENT/,
  },
  {
    what: "work that goes on after the last cell",
    cells: [
      `setTimeout(() => console.log("three"), 3000);`,
      `setTimeout(() => console.log("two"), 1000);\nconsole.log("one");`,
    ],
    code: 0,
    stdout: "one\ntwo\nthree\n",
  },
  {
    what: "an exit code that a cell has set",
    cells: [`process.exitCode = 9;\nvoid 0;`, `console.log("x");`],
    code: 9,
    stdout: "x\n",
    stderr: /The pipeline ended with exit code 9/,
  },
  {
    what: "process.exit in the middle, with a listener",
    cells: [
      `process.on("exit", (code) => console.log("exit", code));`,
      `process.exit(7);`,
      `console.log("no");`,
    ],
    code: 7,
    stdout: "exit 7\n",
    stderr: /ended the process with exit code 7/,
  },
  {
    what: "process.exit(0) in the middle",
    cells: [`console.log("one");`, `process.exit(0);`, `console.log("no");`],
    code: 0,
    stdout: "one\n",
  },
  {
    what: "listeners of beforeExit and exit",
    cells: [
      `let n = 0;\nprocess.on("beforeExit", () => { if (n++ === 0) setTimeout(() => console.log("more"), 20); });`,
      `process.on("exit", () => { console.log("end"); process.exitCode = 3; });`,
    ],
    code: 3,
    stdout: "more\nend\n",
  },
  {
    what: "a cell that fails, with a listener of exit",
    cells: [
      `process.on("exit", () => console.log("cleaned"));`,
      `throw new Error("wrong");`,
      `console.log("no");`,
    ],
    code: 1,
    stdout: "cleaned\n",
    stderr: /wrong/,
  },
  {
    what: "a cell that waits for nothing",
    cells: [`console.log("one");`, `await new Promise(() => {});`, `console.log("no");`],
    code: 1,
    stdout: "one\n",
    stderr: /waits for something that can never come/,
  },
  {
    what: "cells that listen for what nobody catches",
    cells: [
      `process.on("uncaughtException", (error) => console.log("seen", error.message));`,
      `setTimeout(() => { throw new Error("late"); }, 20);\nvoid Promise.reject(new Error("float"));`,
    ],
    code: 0,
    stdout: "seen float\nseen late\n",
  },
  {
    what: "`using` at the top of cells, whose value later cells use",
    cells: [
      `class Db implements Disposable { name: string; open = true; constructor(name: string) { this.name = name; } [Symbol.dispose]() { this.open = false; console.log("closed", this.name); } }`,
      `using a = new Db("a");`,
      `await using b = { async [Symbol.asyncDispose]() { await null; console.log("closed b", a.open); } };`,
      `console.log(a.open, typeof b);`,
    ],
    code: 0,
    stdout: "true object\nclosed b true\nclosed a\n",
  },
  {
    what: "`using` where a later cell fails",
    cells: [`using a = { [Symbol.dispose]() { console.log("closed"); } };`, `throw new Error("wrong");`],
    code: 1,
    stdout: "closed\n",
    stderr: /wrong/,
  },
  {
    what: "`using` whose end fails",
    cells: [`using a = { [Symbol.dispose]() { throw new Error("cannot close"); } };`, `console.log("last");`],
    code: 1,
    stdout: "last\n",
    stderr: /cannot close/,
  },
  {
    what: "standard input, which is empty",
    cells: [`let n = 0;\nfor await (const each of process.stdin) n += each.length;\nconsole.log(n);`],
    code: 0,
    stdout: "0\n",
  },
  {
    what: "what a cell knows of its process",
    cells: [
      `/** p */\nconst name: string = "x";`,
      `import { basename } from "node:path";\nconsole.log(process.argv.slice(2), import.meta.main, process.env.NODE_ENV, process.cwd() === import.meta.dirname);\nconsole.log(basename(process.argv[1] ?? "").replace(/\\..*/, ""));`,
    ],
    args: ["y"],
    options: { env: { NODE_ENV: "production" } },
    code: 0,
    stdout: "[ 'y' ] true production true\npipeline\n",
  },
  {
    what: "an environment variable that is empty, which counts as absent",
    cells: [`/** p */\nconst day: IsoDate = "2022-02-05";\nconst n: number = 3;`, `console.log(day, n);`],
    options: { env: { PIPENB_DAY: "", PIPENB_N: "4" } },
    code: 0,
    stdout: "2022-02-05 4\n",
  },
  {
    what: "a process that is killed",
    cells: [`console.log("one");`, `process.kill(process.pid, "SIGKILL");\n${wait}`],
    code: 137,
    stdout: "one\n",
    stderr: /was killed \(SIGKILL\)/,
  },
  {
    what: "a process that crashes",
    cells: [`console.log("one");`, `process.abort();`],
    code: 134,
    stdout: "one\n",
    stderr: /crashed \(SIGABRT\)/,
  },
];

const children = `import { spawn, spawnSync } from "node:child_process";`;

const stops: readonly Case[] = (["SIGTERM", "SIGINT"] as const).flatMap((signal): readonly Case[] => {
  const code = signal === "SIGTERM" ? 143 : 130;
  const told = new RegExp(`was stopped by ${signal}`);
  const stop = { options: stopWhen("ready\n", signal), code, stderr: told };
  const all: readonly Case[] = [
    {
      what: `${signal} in a cell that waits`,
      cells: [`console.log("ready");\n${wait}`],
      stdout: "ready\n",
      ...stop,
    },
    {
      what: `${signal} in a cell that computes`,
      cells: [`process.on("exit", () => console.log("no"));\nconsole.log("ready");\nwhile (true);`],
      stdout: "ready\n",
      ...stop,
    },
    {
      what: `${signal} in a cell that waits for a child`,
      cells: [
        `${children}\nconsole.log("ready");\nspawnSync("sleep", ["98765"], { stdio: "inherit" });\nconsole.log("no");`,
        `console.log("no");`,
      ],
      stdout: "ready\n",
      ...stop,
    },
    {
      what: `${signal} after the last cell, with a child`,
      cells: [
        `${children}\nspawn("sh", ["-c", "trap 'echo child; exit' ${signal.slice(3)}; echo ready; while :; do sleep 0.1; done"], { stdio: "inherit" });`,
      ],
      stdout: "ready\nchild\n",
      ...stop,
    },
    {
      what: `${signal} with a listener of exit`,
      cells: [`process.on("exit", () => console.log("cleaned"));\nconsole.log("ready");\n${wait}`],
      stdout: "ready\ncleaned\n",
      ...stop,
    },
    {
      what: `${signal} that the cells listen for`,
      cells: [
        `process.on("${signal}", () => { console.log("mine"); setTimeout(() => process.exit(5), 900); });`,
        `console.log("ready");\n${wait}`,
      ],
      stdout: "ready\nmine\n",
      options: stopWhen("ready\n", signal),
      code: 5,
      stderr: /ended the process with exit code 5/,
    },
    {
      what: `${signal} that the cells listen for once, and end well`,
      cells: [
        `const asked = new Promise((go) => process.once("${signal}", go));`,
        `const alive = setInterval(() => undefined, 1000);\nconsole.log("ready");\nawait asked;\nclearInterval(alive);\nconsole.log("saved");`,
      ],
      stdout: "ready\nsaved\n",
      options: stopWhen("ready\n", signal),
      code: 0,
    },
  ];
  // The rules are those of SIGTERM.
  return signal === "SIGINT" ? all.slice(0, 2) : all;
});

const textOf = (cells: readonly string[]): string => {
  const marked = cells.map((text, index) => {
    const mark = text.startsWith("/** p */") ? "[parameters]" : `name=c${index + 1}`;
    return `// %% ${mark}\n${text.replace("/** p */\n", "")}\n`;
  });
  return `/* ---\npipenb: 1\n--- */\n\n${marked.join("\n")}`;
};

const built = (name: string): string => readFileSync(join(root, "dist", name), "utf8");

async function exportTo(folder: string, { cells, files = {} }: Case): Promise<void> {
  const { notebook, problems } = parseNotebook(textOf(cells));
  assert.deepEqual(problems, []);
  const parameters = notebook.cells.flatMap((cell) =>
    cell.kind === "parameters" ? readParameters(cell).parameters : [],
  );
  const plan = planExport(notebook, {
    name: "pipeline",
    runner: built("runner/runner.mjs"),
    runnerTypes: built("runner/runner.d.mts"),
    reportProgram: built("report/runner.report.mjs"),
    library: built("library/pipenb.mjs"),
    libraryTypes: built("library/pipenb.d.mts"),
    parameters,
    modules: { files: new Map(Object.entries(files)), problems: [] },
    pipenbVersion: "0.1.0",
  });
  await writeExport(folder, plan.files);
}

describe("the notebook and its exported pipeline", function () {
  this.timeout(120_000);
  let work = "";

  before(async () => {
    work = await mkdtemp(join(tmpdir(), "pipenb-statement-"));
  });

  after(async () => {
    await rm(work, { recursive: true, force: true });
  });

  const check = (how: string, ended: Ended, expected: Case): void => {
    const { code, stdout, stderr } = ended;
    assert.deepEqual([how, code, stdout], [how, expected.code, expected.stdout], stderr);
    if (expected.stderr !== undefined) assert.match(stderr, expected.stderr, how);
  };

  for (const [index, each] of [...ends, ...stops].entries()) {
    it(`end alike: ${each.what}`, async () => {
      const folder = join(work, String(index));
      const notebook = join(folder, "pipeline.pipenb");
      await mkdir(folder);
      await writeFile(notebook, textOf(each.cells));
      for (const [name, text] of Object.entries(each.files ?? {})) await writeFile(join(folder, name), text);
      const { args = [], options = {} } = each;

      const local = ["run", "--runtime", "local", "--quiet", notebook, ...args];
      check("pipenb run", await runPipenb(local, options), each);

      const out = join(folder, "out");
      await exportTo(out, each);
      check(
        "exported",
        await runNode(["runner.mjs", "pipeline.ts", ...args], { ...options, cwd: out }),
        each,
      );
    });
  }

  it("leave no child behind", () => {
    const listed = execFileSync("ps", ["-eo", "args="], { encoding: "utf8" });
    assert.doesNotMatch(listed, /sleep 98765/);
  });
});
