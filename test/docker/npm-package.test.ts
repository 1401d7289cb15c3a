/** pipenb as npm installs it: the packed command line in an empty folder, under the oldest Node that it promises to run on. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { root, runNode, runProgram, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";

const oldest = "20.19.0";
const tag = `pipenb-test/npm-package:${randomBytes(4).toString("hex")}`;

describe("pipenb, installed from its npm package", function () {
  this.timeout(600_000);
  let engine: Engine;
  let work = "";
  let node = "";

  const ended = async (running: Promise<Ended>): Promise<string> => {
    const { code, stdout, stderr } = await running;
    assert.equal(code, 0, stdout + stderr);
    return stdout;
  };
  const pipenb = (...args: string[]): Promise<Ended> =>
    runProgram(join(work, "installed", "bin", "pipenb"), args, {
      cwd: join(work, "project"),
      env: {
        PATH: `${dirname(node)}${delimiter}${process.env["PATH"] ?? ""}`,
        PIPENB_BASE_IMAGE: nodeImage(),
      },
    });

  before(async function () {
    engine = await requireEngine(this);
    work = await mkdtemp(join(tmpdir(), "pipenb-npm-"));
    await mkdir(join(work, "project"));
    const home = join(root, ".cache", `node-${oldest}`);
    node = join(home, "node_modules", "node", "bin", "node");
    if (!existsSync(node)) {
      await mkdir(home, { recursive: true });
      const words = ["install", "--prefix", home, "--no-save", "--no-audit", "--no-fund", `node@${oldest}`];
      await ended(runProgram("npm", words));
    }
    const packed = join(work, "pipenb.tgz");
    await ended(runNode([join(root, "scripts", "package.mjs"), "--target", "npm", "--out", packed]));
    const install = [
      "install",
      "--global",
      "--prefix",
      join(work, "installed"),
      "--no-audit",
      "--no-fund",
      packed,
    ];
    await ended(runProgram("npm", install, { cwd: join(work, "project") }));
  });

  after(async () => {
    await engine.removeImage(tag);
    if (work !== "") await rm(work, { recursive: true, force: true });
  });

  it("brings no other package, and what may be published says nothing of the checkout", async () => {
    const packages = join(work, "installed", "lib", "node_modules");
    assert.deepEqual(await readdir(packages), ["pipenb"]);
    const manifest: unknown = JSON.parse(await readFile(join(packages, "pipenb", "package.json"), "utf8"));
    assert.ok(typeof manifest === "object" && manifest !== null);
    const names = ["name", "version", "description", "license", "type", "engines", "bin", "files"];
    assert.deepEqual(Object.keys(manifest).sort(), names.sort());
    assert.deepEqual((await readdir(join(packages, "pipenb", "dist"))).sort(), [
      "cli",
      "kernel",
      "library",
      "proof",
      "report",
      "runner",
      "typescript6",
    ]);
    const bases = await readdir(join(packages, "pipenb", "dist", "cli", "bases"), { recursive: true });
    assert.ok(bases.includes(join("geo", "Dockerfile")) && bases.includes(join("data", "package-lock.json")));
  });

  it(`runs on Node ${oldest}`, async () => {
    assert.match(await ended(pipenb("--version")), /^\d+\.\d+\.\d+\n$/);
    assert.match(await ended(pipenb("--help")), /verify/);
  });

  it("starts a notebook, checks its types, and knows those of Node and zx", async () => {
    await ended(pipenb("new", "daily"));
    await ended(pipenb("check", "daily.pipenb"));
    const wrong = join(work, "project", "wrong.pipenb");
    await writeFile(
      wrong,
      "/* ---\npipenb: 1\n--- */\n\n// %%\nconst cpus: string = process.availableMemory();\nawait $`true`;\n",
    );
    const { code, stdout, stderr } = await pipenb("check", "wrong.pipenb");
    assert.equal(code, 1);
    assert.match(stdout + stderr, /wrong\.pipenb:6:\d+ .*Type 'number' is not assignable to type 'string'/);
    assert.ok(!/Cannot find name/.test(stdout + stderr), stdout + stderr);
    await rm(wrong);
  });

  it("runs it in a container and as a process, exports it, and builds an image that runs for a date", async () => {
    await ended(pipenb("run", "daily.pipenb", "2022-02-05"));
    await ended(pipenb("run", "--runtime", "local", "daily.pipenb", "2022-02-05"));
    await ended(pipenb("export", "daily.pipenb", "--out", "exported"));
    assert.ok((await readdir(join(work, "project", "exported"))).includes("pipeline.ts"));
    await ended(pipenb("build", "daily.pipenb", "--tag", tag));
    await ended(pipenb("run", tag, "2022-02-05"));
  });
});
