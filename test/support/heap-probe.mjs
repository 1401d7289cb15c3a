/** Loaded into the processes of a kernel: on SIGUSR2 each collects its garbage and writes down how many bytes it still uses. */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const folder = process.env["PIPENB_TEST_HEAP"];
const isOfKernel = /(supervisor|runtime)\.mjs$/.test(process.argv[1] ?? "");

if (folder !== undefined && isOfKernel)
  process.on("SIGUSR2", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc");
    for (let times = 0; times < 4; times += 1) collect();
    const { heapUsed, external } = process.memoryUsage(); // array buffers are among what is external
    const file = join(folder, String(process.pid));
    writeFileSync(`${file}.part`, String(heapUsed + external));
    renameSync(`${file}.part`, file);
  });
