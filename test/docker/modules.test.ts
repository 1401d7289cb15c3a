/** Modules and programs beside a notebook, in its kernel's container and in its image. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { runPipenb } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { runBuiltImage } from "../support/run-built-image.ts";
import { removeTag } from "../support/remove-tag.ts";

const notebook = `/* ---
pipenb: 1
image:
  files: [tool.sh]
--- */

// %% [parameters]
const broken: boolean = false;

// %% name=modules
import { s, Size } from "./enum.ts";
import { makeThing } from "./lib/thing.js";
import { Thing } from "./lib/thing";
import { ix } from "./lib";
import { Box } from "./lib/box.js";
console.log(s, Size[0], makeThing({ n: 2 }) instanceof Thing, ix, new Box().size);

// %% name=program
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
console.log(statSync("tool.sh").mode.toString(8), execFileSync("./tool.sh", { encoding: "utf8" }).trim());

// %% name=stack
if (broken) (await import("./lib/broken")).fail();
`;

const files = {
  "modules.pipenb": notebook,
  "enum.ts": "export enum Size { S, M }\nexport const s = Size.M;\n",
  "lib/index.ts": 'export const ix = "index";\n',
  "lib/thing.ts":
    "export interface Opt { n: number }\nexport class Thing { constructor(readonly n: number) {} }\nexport function makeThing(o: Opt): Thing { return new Thing(o.n); }\n",
  "lib/box.ts":
    "function twice(_: unknown, __: ClassAccessorDecoratorContext): ClassAccessorDecoratorResult<unknown, number> {\n  return { init: (n) => 2 * n };\n}\nexport class Box {\n  @twice accessor size: number = 2;\n}\n",
  "lib/broken.ts":
    'enum Why {\n  Made = "made to fail",\n}\n\nexport function fail(): never {\n  throw new Error(Why.Made);\n}\n',
};

describe("modules and programs beside a notebook, in containers", function () {
  this.timeout(300_000);
  const tag = `pipenb-test/modules:${randomBytes(4).toString("hex")}`;
  let engine: Engine | undefined;
  let env: Record<string, string>;
  let work: string;

  before(async function () {
    engine = await requireEngine(this);
    env = { PIPENB_BASE_IMAGE: nodeImage() };
    work = await mkdtemp(join(tmpdir(), "pipenb-modules-"));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(work, path)), { recursive: true });
      await writeFile(join(work, path), text);
    }
    await writeFile(join(work, "tool.sh"), "#!/bin/sh\necho script ran\n", { mode: 0o755 });
    const build = await runPipenb(["build", "modules.pipenb", "--tag", tag], { cwd: work, env });
    assert.equal(build.code, 0, build.stderr);
  });

  after(async () => {
    if (engine === undefined) return;
    await removeTag(engine, tag);
    await rm(work, { recursive: true, force: true });
  });

  it("give the same values in both", async () => {
    assert.ok(engine !== undefined);
    const right = "1 S true index 4\n100755 script ran\n";
    const run = await runPipenb(["run", "modules.pipenb"], { cwd: work, env });
    assert.deepEqual([run.stdout, run.code], [right, 0], run.stderr);
    const { stdout, stderr, code } = await runBuiltImage(engine, tag, []);
    assert.deepEqual([stdout, stderr, code], [right, "", 0]);
  });

  it("are named with the line as it was written where they fail, in both", async () => {
    assert.ok(engine !== undefined);
    const run = await runPipenb(["run", "modules.pipenb", "--broken"], { cwd: work, env });
    assert.match(run.stderr, /Error: made to fail\n {4}at \S*fail \(\.\/lib\/broken\.ts:6:9\)/);
    const image = await runBuiltImage(engine, tag, ["--broken"]);
    assert.match(image.stderr, /Error: made to fail\n {4}at \S*fail \(file:\/\/\S*\/lib\/broken\.ts:6:9\)/);
    assert.deepEqual([run.code, image.code], [1, 1]);
  });
});
