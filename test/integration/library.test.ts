/** The library `pipenb` for cells: the same in the kernel and in the exported pipeline. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runBothWays } from "../support/both-ways.ts";
import { runPipenb } from "../support/command-line.ts";
import { startTestKernel } from "../support/kernel-process.ts";

/** As where pipenb itself is installed beside the notebook. */
const packageOfThatName = {
  "node_modules/pipenb/package.json": '{ "name": "pipenb", "type": "module", "exports": "./index.js" }',
  "node_modules/pipenb/index.js": "export const writeWhole = () => { throw new Error('not me'); };",
};

describe("the library for cells", function () {
  this.timeout(120_000);

  it("is what cells and modules import by its name, whatever package lies beside the notebook", async () => {
    const cells = `// %%
import { writeWhole } from "pipenb";
import * as fromModule from "./lib/again.ts";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
const place = join(tmpdir(), \`pipenb-library-\${process.pid}\`);
await writeWhole(place, "whole\\n");
console.log(await readFile(place, "utf8"), fromModule.writeWhole === writeWhole);
console.log((await import("pipenb")).writeWhole === writeWhole);
await import("node:fs/promises").then(({ rm }) => rm(place));
`;
    const { run, exported } = await runBothWays(cells, {
      ...packageOfThatName,
      "lib/again.ts": 'export * from "pipenb";\n',
    });
    for (const { code, stdout, stderr } of [run, exported]) {
      assert.equal(code, 0, stderr);
      assert.equal(stdout, "whole\n true\ntrue\n");
    }
  });

  it("is in no stack that a cell sees", async () => {
    const cells = `// %%
import { writeWhole } from "pipenb";
// %%
const failed: any = await writeWhole("/dev/null/a", "").catch((error) => error);
console.log(/pipenb\\.mjs|library/.test(failed.stack), failed.code);
await writeWhole("x", () => { throw new Error("mine"); });
`;
    const { run, exported } = await runBothWays(cells);
    for (const { code, stdout, stderr } of [run, exported]) {
      assert.equal(code, 1);
      assert.equal(stdout, "false EEXIST\n");
      assert.match(stderr, /Error: mine/);
      assert.doesNotMatch(stderr, /pipenb\.mjs|write-whole/);
    }
  });

  it("is known to pipenb check, with its types, and no package may take its name", async () => {
    const folder = await mkdtemp(join(tmpdir(), "pipenb-library-"));
    try {
      for (const [path, text] of Object.entries(packageOfThatName)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
      const cells = '// %%\nimport { writeWhole, type Content } from "pipenb";\nconst c: Content = "a";\n';
      const check = async (npm: string, cell: string) => {
        await writeFile(join(folder, "a.pipenb"), `/* ---\npipenb: 1\n${npm}--- */\n\n${cells}${cell}\n`);
        return runPipenb(["check", "a.pipenb"], { cwd: folder });
      };
      const sound = await check("", "await writeWhole('a', c);");
      assert.deepEqual([sound.code, sound.stdout], [0, ""], sound.stderr);
      const wrong = await check("", "writeWhole(1, c);\nimport { nothing } from 'pipenb';\nnothing;");
      assert.equal(wrong.code, 1);
      assert.match(wrong.stdout, /a\.pipenb:8:12.*'number' is not assignable to parameter of type 'string'/);
      assert.match(wrong.stdout, /a\.pipenb:8:1 .*Nobody waits for this promise/);
      assert.match(wrong.stdout, /no exported member '?nothing'?|has no exported member/);
      const named = await check("image:\n  npm:\n    pipenb: ^1\n", "c;");
      assert.equal(named.code, 1);
      assert.match(
        named.stdout + named.stderr,
        /a\.pipenb:5:5.*pipenb is the library that every notebook has by itself, and no package of npm\.\s+Remove the line/s,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("begins no other granule of an interrupted cell, and puts none in quarantine for it", async () => {
    const kernel = await startTestKernel();
    try {
      await kernel.run('await (await import("node:fs/promises")).mkdir("in"); let begun = 0;');
      for (let index = 0; index < 200; index += 1)
        await writeFile(join(kernel.folder, "in", `${String(index).padStart(3, "0")}.txt`), "");
      await kernel.run('import { processGranules } from "pipenb";');
      const handlers = [
        "async () => { begun += 1; await new Promise((resolve) => setTimeout(resolve, 20)); await null; }",
        "() => { begun += 1; for (const end = performance.now() + 20; performance.now() < end; ); }",
        "async () => { begun += 1; await new Promise(() => setTimeout(() => undefined, 60_000)); }",
      ];
      for (const [index, handler] of handlers.entries()) {
        const ledger = `ledger-${index}.jsonl`;
        await kernel.run("begun = 0;");
        const running = kernel.run(
          `await processGranules("in/*.txt", ${handler}, { ledger: "${ledger}", concurrency: 2 });`,
        );
        await new Promise((resolve) => setTimeout(resolve, 300));
        await kernel.client.interrupt();
        assert.match((await running).trace, /Interrupted/);
        const { result } = await kernel.run(
          "const then = begun; await new Promise((resolve) => setTimeout(resolve, 200)); [begun > 0, begun < 200, begun - then]",
        );
        assert.equal(result, "[ true, true, 0 ]", handler);
        assert.doesNotMatch(await readFile(join(kernel.folder, ledger), "utf8"), /quarantined|again/);
      }
    } finally {
      await kernel.stop();
    }
  });

  it("comes into no export of a notebook that does not import it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "pipenb-library-"));
    try {
      const notebook = (cell: string): string => `/* ---\npipenb: 1\n--- */\n\n// %% name=a\n${cell}\n`;
      await writeFile(join(folder, "without.pipenb"), notebook('console.log("pipenb");'));
      await writeFile(
        join(folder, "with.pipenb"),
        notebook('import { writeWhole } from "pipenb";\nwriteWhole;'),
      );
      for (const name of ["without", "with"])
        assert.equal((await runPipenb(["export", `${name}.pipenb`, "--out", name], { cwd: folder })).code, 0);
      const text = (path: string): Promise<string> =>
        readFile(join(folder, path), "utf8").catch(() => "not there");
      assert.equal(await text("without/pipenb.mjs"), "not there");
      assert.doesNotMatch(await text("without/Dockerfile"), /pipenb\.mjs/);
      assert.match(await text("with/Dockerfile"), /COPY .*pipenb\.mjs/);
      assert.match(await text("with/pipenb.d.mts"), /export declare function writeWhole\(/);
      assert.equal(
        await text("with/pipenb.mjs"),
        await readFile(new URL("../../dist/kernel/pipenb.mjs", import.meta.url), "utf8"),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
