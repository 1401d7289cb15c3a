import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { runPipenb } from "../support/command-line.ts";
import { nodeImage, plainImage, requireEngine } from "../support/engine.ts";
import { runBuiltImage } from "../support/run-built-image.ts";
import { removeTag } from "../support/remove-tag.ts";

const withoutNode = (base: string): string => `/* ---
pipenb: 1
image:
  base: ${base}
--- */

// %% [parameters]
const day: IsoDate = "2022-02-05";
const output: Path = "out";

// %% name=system
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
const system = /^ID=(.*)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
system;

// %% name=write
mkdirSync(output, { recursive: true });
writeFileSync(\`\${output}/\${day}.txt\`, \`\${system} \${day} \${existsSync("/opt/pipenb") ? "kernel" : "image"}\\n\`);
`;

const endless = `/* ---
pipenb: 1
--- */

// %% name=loop
console.log("looping");
while (true) {}
`;

describe("the command line with a container engine", function () {
  this.timeout(300_000);
  const tag = `pipenb-test/cli:${randomBytes(4).toString("hex")}`;
  let engine: Engine | undefined;
  let env: Record<string, string>;
  let work: string;

  before(async function () {
    engine = await requireEngine(this);
    env = { PIPENB_BASE_IMAGE: nodeImage() };
    work = await mkdtemp(join(tmpdir(), "pipenb-cli-"));
    await writeFile(join(work, "plain.pipenb"), withoutNode(plainImage()));
    await writeFile(join(work, "endless.pipenb"), endless);
  });

  after(async () => {
    if (engine === undefined) return;
    await removeTag(engine, tag);
    await rm(work, { recursive: true, force: true });
  });

  it("runs a notebook on an image without Node", async () => {
    const { code, stdout, stderr } = await runPipenb(["run", "plain.pipenb", "2024-02-29"], {
      cwd: work,
      env,
    });
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "'debian'\n");
    assert.equal(await readFile(join(work, "out/2024-02-29.txt"), "utf8"), "debian 2024-02-29 kernel\n");
  });

  it("builds an image of it that runs, with its id on stdout", async () => {
    assert.ok(engine !== undefined);
    const { code, stdout, stderr } = await runPipenb(["build", "plain.pipenb", "--tag", tag], {
      cwd: work,
      env,
    });
    assert.equal(code, 0, stderr);
    assert.equal(stdout.trim(), (await engine.image(tag))?.id);
    await mkdir(join(work, "results"));
    const folders = { [join(work, "results")]: "out" };
    const ended = await runBuiltImage(engine, tag, ["2024-02-29"], folders);
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(await readFile(join(work, "results/2024-02-29.txt"), "utf8"), "debian 2024-02-29 image\n");
  });

  it("builds nothing for a notebook that has not changed", async () => {
    const { code, stderr } = await runPipenb(["run", "plain.pipenb"], { cwd: work, env });
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /step \d+ of/);
  });

  it("leaves no container behind when it is stopped", async () => {
    assert.ok(engine !== undefined);
    const { code, stdout, stderr } = await runPipenb(["run", "endless.pipenb"], {
      cwd: work,
      env,
      signalWhen: (printed) => (printed.includes("looping\n") ? "SIGINT" : undefined),
    });
    assert.equal(code, 130, stderr);
    assert.equal(stdout, "looping\n");
    const { stdout: list } = await runPipenb(["kernel", "list", "--json"], { env });
    assert.equal(list.includes(join(work, "endless.pipenb")), false);
  });

  it("lists a running kernel and stops it by the beginning of its id", async () => {
    const path = join(work, "endless.pipenb");
    let id: string | undefined;
    const stopIt = async (): Promise<void> => {
      const { stdout } = await runPipenb(["kernel", "list", "--json"], { env });
      // SAFETY: written by the command under test.
      const kernels = JSON.parse(stdout) as { id: string; notebookPath: string }[];
      id = kernels.find(({ notebookPath }) => notebookPath === path)?.id;
      const stopped = await runPipenb(["kernel", "stop", (id ?? "none").slice(0, 8)], { env });
      assert.equal(stopped.code, 0, stopped.stderr);
    };
    let stopping: Promise<void> | undefined;
    const { code, stderr } = await runPipenb(["run", path], {
      env,
      signalWhen: (printed) => {
        if (printed.includes("looping\n")) stopping ??= stopIt();
        return undefined;
      },
    });
    await stopping;
    assert.notEqual(id, undefined);
    assert.equal(code, 1);
    assert.match(stderr, /The kernel/);
  });
});
