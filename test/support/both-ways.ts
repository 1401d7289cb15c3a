/** A notebook run by the kernel and, exported, as a plain program: the two must say the same. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as z from "zod";
import { runNode, runPipenb } from "./command-line.ts";
import type { Ended } from "./command-line.ts";

const ExecutedSchema = z.object({
  cells: z.array(z.object({ outputs: z.array(z.record(z.string(), z.unknown())).optional() })),
});

export interface BothWays {
  readonly run: Ended;
  /** The outputs of each cell of the executed notebook. */
  readonly outputs: readonly (readonly Readonly<Record<string, unknown>>[])[];
  readonly exported: Ended;
}

/** The notebook is called `daily.pipenb`; its text begins behind the front matter, on line 5. */
export async function runBothWays(
  cells: string,
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<BothWays> {
  const folder = await mkdtemp(join(tmpdir(), "pipenb-both-ways-"));
  try {
    const notebook = join(folder, "daily.pipenb");
    await writeFile(notebook, `/* ---\npipenb: 1\n--- */\n\n${cells}`);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const out = ["--runtime", "local", "--out", "out.ipynb"];
    const run = await runPipenb(["run", ...out, "daily.pipenb"], { cwd: folder, env });
    const executed = ExecutedSchema.parse(JSON.parse(await readFile(join(folder, "out.ipynb"), "utf8")));
    const export_ = await runPipenb(["export", "daily.pipenb", "--out", "exported"], { cwd: folder });
    assert.equal(export_.code, 0, export_.stderr);
    const exported = await runNode(["runner.mjs", "pipeline.ts"], {
      cwd: join(folder, "exported"),
      env,
    });
    return { run, outputs: executed.cells.map(({ outputs }) => outputs ?? []), exported };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
