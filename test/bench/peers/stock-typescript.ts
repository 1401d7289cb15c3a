/** The stock TypeScript, the yardstick of what is told about code. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataNotebook } from "../language/data-notebook.ts";
import { measureLanguage } from "../language/measure-language.ts";
import { makeStockFolder, stockLanguage, stockVersion } from "../language/stock-language.ts";
import type { PeerResult } from "../report.ts";
import { languageSizes } from "../scenarios/language.ts";

/** `say` is told what happens. */
export async function measureStockTypeScript(say: (line: string) => void): Promise<PeerResult> {
  const folder = mkdtempSync(join(tmpdir(), "pipenb-bench-"));
  const values: Record<string, number> = {};
  try {
    makeStockFolder(folder);
    for (const { cells, of } of languageSizes) {
      const code = dataNotebook(cells);
      const found = await measureLanguage(() => stockLanguage(code, Math.floor(cells / 2), folder));
      const { first, completion, diagnostics, memory } = found;
      for (const [key, sample] of Object.entries({ first, completion, diagnostics, memory }))
        values[`language_${key}${of}`] = sample.median;
      values[`language_completion_p95${of}`] = completion.p95 ?? Number.NaN;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  say(`tsserver ${stockVersion}: ${JSON.stringify(values)}`);
  return { name: "tsserver", version: stockVersion, install: "npm install typescript@6", values };
}
