import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../support/command-line.ts";
import { dataNotebook } from "../language/data-notebook.ts";
import { measureLanguage } from "../language/measure-language.ts";
import { pipenbLanguage } from "../language/pipenb-language.ts";
import { hasProcFiles } from "../process-memory.ts";
import { sampleOf } from "../measure.ts";
import type { Figure, PeerKey, Scenario } from "../scenario.ts";

/** Cells of the two notebooks, and what the targets of the first are multiplied with. */
export const languageSizes = [
  { cells: 100, times: 1, of: "" },
  { cells: 500, times: 2, of: "_500" },
] as const;

/** The language of cells, through the thread that the extension has it from. */
export const languageTimes: Scenario = {
  name: "language",
  run: async () => {
    if (!hasProcFiles) return { skipped: "memory is read from /proc, which this system does not have" };
    execFileSync(process.execPath, [join(root, "scripts/build.mjs"), "language"], { stdio: "pipe" });
    const folder = mkdtempSync(join(tmpdir(), "pipenb-bench-"));
    try {
      const figures: Figure[] = [];
      for (const size of languageSizes) figures.push(...(await figuresOf(size, folder)));
      return figures.map((figure) => ({ ...figure, part: "language" }));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function figuresOf(
  { cells, times, of }: (typeof languageSizes)[number],
  folder: string,
): Promise<readonly Figure[]> {
  const code = dataNotebook(cells);
  const found = await measureLanguage(() => pipenbLanguage(code, Math.floor(cells / 2), folder));
  const { first, completion, diagnostics, memory } = found;
  const figure = (
    what: string,
    unit: Figure["unit"],
    key: "first" | "completion" | "completion_p95" | "diagnostics" | "memory",
    target: number,
    sample: Figure["sample"],
  ): Figure => {
    const peer: PeerKey = `language_${key}${of}`;
    return { what: `${cells} cells: ${what}`, unit, sample, target: target * times, peer };
  };
  return [
    figure("first diagnostics after opening, neither thread nor server started", "ms", "first", 1000, first),
    figure("completion after a dot, while typing", "ms", "completion", 60, completion),
    figure("the same, 95th percentile", "ms", "completion_p95", 150, {
      ...sampleOf([completion.p95 ?? Number.NaN]),
      runs: completion.runs,
    }),
    figure("diagnostics after the last key, with the pause of 120 ms", "ms", "diagnostics", 300, diagnostics),
    figure("memory of the language server", "MB", "memory", 200, memory),
  ];
}
