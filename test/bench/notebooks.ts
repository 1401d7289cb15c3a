/** The notebooks of the scenarios, in a folder that is removed afterwards. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { typicalCell } from "./typical-cell.ts";

const head = `/* ---
pipenb: 1
title: Bench
--- */
`;

/** A pipeline without packages: what it costs is what pipenb costs. */
export const bareNotebook = `${head}
// %% [parameters]
/** Day to process */
const day: IsoDate = "2012-02-05";

// %% name=show
console.log(day);
`;

/** Five cells, as a small report has them. */
export const fiveCells =
  head + [0, 1, 2, 3, 4].map((index) => `\n// %% name=cell${index}\n${typicalCell(index)}\n`).join("");

/** Gives `work` a folder with the notebook `bench.pipenb` in it. */
export async function withNotebook<Result>(
  text: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "pipenb-bench-"));
  try {
    writeFileSync(join(folder, "bench.pipenb"), text);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
