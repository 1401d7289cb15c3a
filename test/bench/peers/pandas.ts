/** pandas, the yardstick of what is done with dataframes. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { PeerResult } from "../report.ts";

const script = fileURLToPath(new URL("measure_pandas.py", import.meta.url));
const longestMilliseconds = 300_000;
const FiguresSchema = z.record(z.string(), z.number());

/** Debian's packages belong to Debian's own Python, whichever comes first on the path. */
const candidates = ["python3", "/usr/bin/python3"];

/** `say` is told what happens. */
export function measurePandas(say: (line: string) => void): PeerResult {
  const known = { name: "pandas", install: "apt-get install python3-pandas" };
  for (const python of candidates) {
    const { status, stdout } = spawnSync(python, ["-c", "import pandas; print(pandas.__version__)"], {
      encoding: "utf8",
    });
    if (status !== 0) continue;
    const version = stdout.trim();
    const done = spawnSync(python, [script], {
      encoding: "utf8",
      timeout: longestMilliseconds,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const values = done.status === 0 ? FiguresSchema.parse(JSON.parse(done.stdout)) : {};
    say(`pandas ${version}: ${JSON.stringify(values)}`);
    return { ...known, version, values };
  }
  say(`pandas: not installed (${known.install})`);
  return { ...known, version: undefined, values: {} };
}
