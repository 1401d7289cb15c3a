import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp, link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, runNode, runPipenb } from "../support/command-line.ts";

const head = "/* ---\npipenb: 1\n--- */\n\n";
const asksForOut = `${head}// %% [parameters]
/** File the result is written to */
const out: Path = "result.csv";

// %% name=write
import { writeFileSync } from "node:fs";
writeFileSync(out, "a,b\\n1,2\\n");
console.log("wrote", out);
`;
const local = ["--runtime", "local"];

describe("the files of pipenb's commands", function () {
  this.timeout(120_000);
  let work: string;
  const at = (name: string) => join(work, name);
  const textOf = (name: string): Promise<string> => readFile(at(name), "utf8");
  const pipenb = (...args: readonly string[]) => runPipenb(args, { cwd: work });

  before(async () => {
    work = await mkdtemp(join(tmpdir(), "pipenb-files-"));
    await writeFile(at("p.pipenb"), asksForOut);
    await writeFile(at("hello.pipenb"), `${head}// %% name=hello\nconsole.log("hello");\n`);
  });
  after(async () => {
    await rm(work, { recursive: true, force: true });
  });

  it("run gives --out to the parameter of that name, and says so; pipenb's own stands before the notebook", async () => {
    await writeFile(at("mine.csv"), "mine");
    const ran = await pipenb("run", ...local, "p.pipenb", "--out", "mine.csv");
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, /wrote mine\.csv/);
    assert.match(
      ran.stderr,
      /p\.pipenb:7:7.*warning: --out is the parameter's[\s\S]*pipenb run --out FILE NOTEBOOK/,
    );
    assert.equal(await textOf("mine.csv"), "a,b\n1,2\n");
    const both = await pipenb("run", ...local, "--out", "e.ipynb", "p.pipenb", "--out", "other.csv");
    assert.equal(both.code, 0, both.stderr);
    assert.equal(await textOf("other.csv"), "a,b\n1,2\n");
    assert.match(await textOf("e.ipynb"), /wrote other\.csv/);
    const help = await pipenb("run", "p.pipenb", "--help");
    assert.match(help.stdout, /--out <path>[\s\S]*pipenb run --out FILE p\.pipenb\n$/);
    const checked = await pipenb("check", "p.pipenb");
    assert.equal(checked.code, 0);
    assert.match(checked.stdout, /warning: --out is the parameter's/);
  });

  it("run ends its options at -- as the exported pipeline does", async () => {
    const exported = await pipenb("export", "p.pipenb", "--out", "exported");
    assert.equal(exported.code, 0, exported.stderr);
    const given = ["--", "--json"];
    const ran = await pipenb("run", ...local, "p.pipenb", ...given);
    const pipeline = await runNode(["exported/pipeline.ts", ...given], { cwd: work });
    for (const { code, stdout } of [ran, pipeline]) assert.deepEqual([code, stdout], [0, "wrote --json\n"]);
  });

  it("run --out refuses what it did not write before anything runs, and the notebook under every name", async () => {
    await writeFile(at("theirs.ipynb"), '{ "cells": [] }');
    await symlink("hello.pipenb", at("soft.ipynb"));
    await link(at("hello.pipenb"), at("hard.ipynb"));
    const notebook = await textOf("hello.pipenb");
    for (const [name, ...more] of [
      ["theirs.ipynb"],
      ["soft.ipynb", "--force"],
      ["hard.ipynb", "--force"],
      ["missing/x.ipynb"],
      ["hello.pipenb", "--force"],
    ]) {
      const { code, stdout, stderr } = await pipenb(
        "run",
        "hello.pipenb",
        "--out",
        name ?? "",
        ...more,
        ...local,
      );
      assert.ok(code === 1 || code === 64, stderr);
      assert.equal(stdout, "");
    }
    assert.equal(await textOf("theirs.ipynb"), '{ "cells": [] }');
    assert.equal(await textOf("hello.pipenb"), notebook);
    assert.equal((await pipenb("run", "hello.pipenb", "--out", "theirs.ipynb", "--force", ...local)).code, 0);
    assert.equal((await pipenb("run", "hello.pipenb", "--out", "theirs.ipynb", ...local)).code, 0);
  });

  it("run --out writes to stdout and through links", async () => {
    const { code, stdout, stderr } = await pipenb("run", "hello.pipenb", "--out", "/dev/stdout", ...local);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^hello\n\{\n "cells"/);
    await symlink("there.ipynb", at("link.ipynb"));
    assert.equal((await pipenb("run", "hello.pipenb", "--out", "link.ipynb", ...local)).code, 0);
    assert.match(await textOf("there.ipynb"), /"cells"/);
  });

  it("export refuses a project's own files, goes over its own, and does as it is forced to", async () => {
    await mkdir(at("project"));
    await writeFile(at("project/package.json"), '{ "name": "mine" }');
    await writeFile(at("project/README.md"), "mine");
    const refused = await pipenb("export", "hello.pipenb", "--out", "project");
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /changed since: README\.md, package\.json\. Nothing was written\.\n.*--force/,
    );
    assert.ok(!existsSync(at("project/pipeline.ts")));
    assert.equal(await textOf("project/package.json"), '{ "name": "mine" }');
    const [forced, again] = [
      await pipenb("export", "hello.pipenb", "--out", "project", "--force"),
      await pipenb("export", "hello.pipenb", "--out", "project"),
    ];
    assert.deepEqual([forced.code, again.code], [0, 0], forced.stderr + again.stderr);
    await writeFile(at("project/pipeline.ts"), "// edited");
    assert.match(
      (await pipenb("export", "hello.pipenb", "--out", "project")).stderr,
      /since: pipeline\.ts\./,
    );
    assert.equal(await textOf("project/pipeline.ts"), "// edited");
  });

  it("convert and new go over nothing, and never over what is converted", async () => {
    await symlink("hello.pipenb", at("itself.ipynb"));
    const { code, stderr } = await pipenb("convert", "hello.pipenb", "itself.ipynb", "--force");
    assert.equal(code, 1);
    assert.match(stderr, /is never written over/);
    assert.equal((await pipenb("new", "hello")).code, 1);
  });

  it("every command refuses a notebook that is not UTF-8, with the byte's place", async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${head}// %%\nconsole.log("`),
      Buffer.from([0xe9]),
      Buffer.from(' latin");\n'),
    ]);
    await writeFile(at("latin.pipenb"), bytes);
    for (const args of [
      ["run", "latin.pipenb"],
      ["check", "latin.pipenb"],
      ["export", "latin.pipenb", "--out", "latin"],
      ["convert", "latin.pipenb", "latin.ipynb"],
      ["push", "latin.pipenb"],
    ]) {
      const { code, stdout, stderr } = await pipenb(...args);
      if (args[0] === "push" && /No container engine answers/.test(stderr)) continue;
      assert.deepEqual([code, stdout], [1, ""], stderr);
      assert.match(stderr, /latin\.pipenb:6:14: This is not UTF-8: byte \d+ of the file, 0xE9/);
    }
    assert.deepEqual(await readFile(at("latin.pipenb")), bytes);
  });

  it("check and export name the files that cells read and the image will not have", async () => {
    const folder = at("reads");
    await mkdir(join(folder, "lib"), { recursive: true });
    await writeFile(join(folder, "x.csv"), "a\n1\n");
    await writeFile(join(folder, "named.csv"), "a\n1\n");
    await symlink(at("hello.pipenb"), join(folder, "link.csv"));
    await symlink(folder, join(folder, "again"));
    const reads = ["x.csv", "named.csv", "link.csv", "again/x.csv", "../hello.pipenb", "gone.csv"];
    await writeFile(
      join(folder, "n.pipenb"),
      `/* ---\npipenb: 1\nimage:\n  files: [named.csv, again/x.csv]\n--- */\n\n// %% name=read\nimport { readFileSync } from "node:fs";\n${reads.map((path) => `readFileSync("${path}");\n`).join("")}`,
    );
    const checked = await runPipenb(["check", "n.pipenb"], { cwd: folder });
    const exported = await runPipenb(["export", "n.pipenb", "--out", "o"], { cwd: folder });
    assert.deepEqual([checked.code, exported.code], [0, 0], exported.stderr);
    for (const said of [checked.stdout, exported.stderr]) {
      assert.match(
        said,
        /n\.pipenb:9:14 cell "read": warning: x\.csv is read here, and image\.files does not/,
      );
      assert.match(said, /:11:14 cell "read": warning: link\.csv is a link that leads out/);
      assert.match(said, /:13:14 cell "read": warning: \.\.\/hello\.pipenb lies outside/);
      assert.equal(said.match(/warning:/g)?.length, 3, said);
    }
  });

  it("a key of the front matter that nobody knows stops every command, with its line and what was meant", async () => {
    await writeFile(at("key.pipenb"), "/* ---\npipenb: 1\nenviroment: { TZ: UTC }\n--- */\n\n// %%\n1;\n");
    for (const args of [
      ["run", "key.pipenb", ...local],
      ["check", "key.pipenb"],
      ["export", "key.pipenb", "--out", "key"],
      ["build", "key.pipenb", "--tag", "key:1"],
      ["convert", "key.pipenb", "key.ipynb"],
    ]) {
      const { code, stdout, stderr } = await pipenb(...args);
      assert.equal(code, 1, stderr);
      assert.match(stdout + stderr, /key\.pipenb:3:1: .*enviroment.*\n.*Did you mean `environment`\?/);
    }
    for (const name of ["key", "key.ipynb"]) assert.ok(!existsSync(at(name)));
  });

  it("the file that npx links to is there before anything is built, and says what to run", async () => {
    // SAFETY: our own file.
    const { bin } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
      bin: { pipenb: string };
    };
    const clone = at("clone");
    await cp(join(root, bin.pipenb), join(clone, bin.pipenb));
    await cp(join(root, "package.json"), join(clone, "package.json"));
    const { code, stdout, stderr } = await runNode([join(clone, bin.pipenb), "--version"]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /^pipenb is not built yet\. Run "npm run setup" once in .*clone.*\n$/);
    const built = await runNode([join(root, bin.pipenb), "--version"]);
    assert.deepEqual([built.code, built.stderr], [0, ""]);
  });
});
