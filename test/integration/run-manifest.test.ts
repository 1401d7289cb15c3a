/** The manifest of a run: what is done is not done again, by the exported pipeline and by `pipenb run`. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { runNode, runPipenb } from "../support/command-line.ts";
import type { CommandOptions, Ended } from "../support/command-line.ts";

const notebook = `/* ---
pipenb: 1
manifest: out/\${day}.json
--- */

// %% [parameters]
const day: IsoDate = "2022-02-05";

// %% name=write
import { existsSync } from "node:fs";
import { writeWhole } from "pipenb";
console.log("runs");
await writeWhole(\`out/\${day}.csv\`, "1\\n");
if (existsSync("fail")) throw new Error("as it was told");
`;

const ResultSchema = z.looseObject({
  status: z.string(),
  outputs: z.array(z.looseObject({ path: z.string() })),
  parameters: z.looseObject({}),
});

describe("the manifest of a run", function () {
  this.timeout(120_000);
  let folder = "";

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-manifest-"));
    await writeFile(join(folder, "daily.pipenb"), notebook);
    const exported = await runPipenb(["export", "daily.pipenb", "--out", "exported"], { cwd: folder });
    assert.equal(exported.code, 0, exported.stderr);
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const ways: readonly (readonly [string, string, readonly string[]])[] = [
    ["of the exported pipeline", "exported", ["runner.mjs", "pipeline.ts"]],
    ["of pipenb run", "", ["run", "--runtime", "local", "daily.pipenb"]],
  ];
  for (const [way, below, words] of ways) {
    describe(way, () => {
      const place = (path: string): string => join(folder, below, path);
      const run = (
        args: readonly string[] = [],
        env: NonNullable<CommandOptions["env"]> = {},
      ): Promise<Ended> => {
        const options = { cwd: join(folder, below), env };
        return below === "" ? runPipenb([...words, ...args], options) : runNode([...words, ...args], options);
      };
      const resultIn = async (path: string) =>
        ResultSchema.parse(JSON.parse(await readFile(place(path), "utf8")));

      it("keeps the next run from doing it again, as long as all is there", async () => {
        const first = await run();
        assert.deepEqual([first.code, first.stdout], [0, "runs\n"], first.stderr);
        const { status, outputs, parameters } = await resultIn("out/2022-02-05.json");
        assert.deepEqual(
          [status, outputs.map(({ path }) => path), parameters],
          ["done", ["out/2022-02-05.csv"], { day: "2022-02-05" }],
        );
        const second = await run([], { PIPENB_RESULT: "result.json" });
        assert.deepEqual([second.code, second.stdout], [0, ""]);
        assert.match(second.stderr, /Nothing to do: it was done at .*PIPENB_FORCE=1 does it again/);
        const skipped = await resultIn("result.json");
        assert.deepEqual([skipped.status, skipped.outputs], ["skipped", outputs]);
        assert.equal((await run(["2022-02-06"])).stdout, "runs\n");
        assert.equal((await run([], { PIPENB_FORCE: "1" })).stdout, "runs\n");
        await writeFile(place("out/2022-02-05.csv"), "longer than it was\n");
        assert.equal((await run()).stdout, "runs\n");
        await rm(place("out/2022-02-05.csv"));
        assert.equal((await run()).stdout, "runs\n");
      });

      it("is told by a dry run, which runs nothing", async () => {
        const skips = await run([], { PIPENB_DRY_RUN: "1" });
        assert.match(
          skips.stdout,
          /^Nothing to do: .*\nday = "2022-02-05"\nread and written then: out\/2022-02-05\.csv\n$/,
        );
        const would = await run(["2023-01-01"], { PIPENB_DRY_RUN: "yes" });
        assert.deepEqual(
          [would.code, would.stdout],
          [0, 'It would run; nothing was run.\nday = "2023-01-01"\n'],
        );
      });

      it("is that of one unit of many", async () => {
        const words = ["--units", "2021-12-31..2022-01-02", "--index", "auto"];
        assert.equal((await run(words, { JOB_COMPLETION_INDEX: "1" })).stdout, "runs\n");
        assert.deepEqual((await resultIn("out/2022-01-01.json")).parameters, { day: "2022-01-01" });
        const none = await run(words, { JOB_COMPLETION_INDEX: "3" });
        assert.equal(none.code, 64);
        assert.match(none.stderr, /The index is 3, and there are 3 units: 0 to 2\./);
      });

      it("is gone once the run begins anew, and comes only when it is done", async () => {
        await writeFile(place("fail"), "");
        assert.equal((await run([], { PIPENB_FORCE: "1" })).code, 1);
        await rm(place("fail"));
        await assert.rejects(resultIn("out/2022-02-05.json"), /ENOENT/);
        assert.equal((await run()).stdout, "runs\n");
        assert.equal((await resultIn("out/2022-02-05.json")).status, "done");
      });
    });
  }

  it("names parameters only that there are", async () => {
    await writeFile(join(folder, "wrong.pipenb"), notebook.replace("${day}", "${dya}"));
    const { code, stderr } = await runPipenb(["export", "wrong.pipenb", "--out", "wrong"], { cwd: folder });
    assert.equal(code, 1);
    assert.match(stderr, /manifest names \$\{dya\}, and the pipeline has no parameter "dya"/);
  });
});
