/** Signals to exported images as process 1, and to `pipenb run` with its kernel in a container. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { runPipenb, runProgram, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { removeTag } from "../support/remove-tag.ts";

const notebook = `/* ---
pipenb: 1
--- */

// %% [parameters]
const how: string = "await";

// %% name=wait
import { spawnSync } from "node:child_process";
if (how === "handler") process.on("SIGTERM", () => { console.log("mine"); setTimeout(() => process.exit(5), 1500); });
console.log("ready");
if (how === "busy") while (true);
if (how === "child") spawnSync("sleep", ["98764"], { stdio: "inherit" });
if (how === "late") void Promise.reject(new Error("float"));
else if (how === "code") process.exitCode = 9;
else await new Promise((go) => setTimeout(go, 60_000));

// %% name=after
console.log("after");
`;

interface Case {
  readonly how: string;
  /** Of the docker program; the first word is followed by the container. */
  readonly stop?: readonly [string, ...string[]];
  readonly signal?: NodeJS.Signals;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: RegExp;
}

const stop = ["stop", "--time", "60"] as const;
const interrupt = ["kill", "--signal", "INT"] as const;

const cases: readonly Case[] = [
  { how: "busy", stop, signal: "SIGTERM", code: 143, stdout: "ready\n", stderr: /stopped by SIGTERM/ },
  {
    how: "busy",
    stop: interrupt,
    signal: "SIGINT",
    code: 130,
    stdout: "ready\n",
    stderr: /stopped by SIGINT/,
  },
  { how: "child", stop, signal: "SIGTERM", code: 143, stdout: "ready\n", stderr: /stopped by SIGTERM/ },
  { how: "handler", stop, signal: "SIGTERM", code: 5, stdout: "ready\nmine\n", stderr: /exit code 5/ },
  { how: "late", code: 1, stdout: "ready\n", stderr: /float/ },
  { how: "code", code: 9, stdout: "ready\nafter\n", stderr: /exit code 9/ },
];

describe("the end of a pipeline in a container", function () {
  this.timeout(300_000);
  const tag = `pipenb-test/signals:${randomBytes(4).toString("hex")}`;
  let engine: Engine | undefined;
  let env: Record<string, string>;
  let work: string;
  let file: string;

  before(async function () {
    engine = await requireEngine(this);
    env = { PIPENB_BASE_IMAGE: nodeImage() };
    work = await mkdtemp(join(tmpdir(), "pipenb-signals-"));
    file = join(work, "wait.pipenb");
    await writeFile(file, notebook);
    const build = await runPipenb(["build", file, "--tag", tag], { env });
    assert.equal(build.code, 0, build.stderr);
  });

  after(async () => {
    if (engine === undefined) return;
    await removeTag(engine, tag);
    await rm(work, { recursive: true, force: true });
  });

  const check = ({ code, stdout, stderr }: Ended, expected: Case): void => {
    assert.deepEqual([code, stdout], [expected.code, expected.stdout], stderr);
    assert.match(stderr, expected.stderr);
  };

  for (const [index, each] of cases.entries()) {
    const { how, stop: command, signal } = each;
    const named = command === undefined ? "by itself" : `by docker ${command.join(" ")}`;

    it(`of an image, ${how}, ends ${named} with ${each.code}`, async () => {
      const name = `${tag.replaceAll(/[/:]/g, "-")}-${index}`;
      const ended = await runProgram("docker", ["run", "--rm", "--name", name, tag, how], {
        actWhen: (printed) => {
          if (command === undefined || !printed.includes("ready\n")) return false;
          const [word, ...options] = command;
          void runProgram("docker", [word, ...options, name]);
          return true;
        },
      });
      check(ended, each);
    });

    it(`of a run, ${how}, ends ${signal === undefined ? "by itself" : `by ${signal}`} with ${each.code}`, async () => {
      const ended = await runPipenb(["run", "--runtime", "container", "--quiet", file, how], {
        env,
        signalWhen: (printed) => (printed.includes("ready\n") ? signal : undefined),
      });
      check(ended, each);
    });
  }
});
