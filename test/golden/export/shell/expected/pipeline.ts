/** Shell, services and secrets. Written by pipenb from shell.pipenb. */
import { $ } from "zx";
import { cell, pipeline } from "./runner.mjs";

// What shell commands print goes where the pipeline's own output goes.
$.verbose = true;
$.log = (entry) => {
  if (entry.verbose && (entry.kind === "stdout" || entry.kind === "stderr")) process[entry.kind].write(entry.data);
};

pipeline({ title: "Shell, services and secrets", parameters: [] });

// --- list --------------------------------------------------------------------
cell("list");
const { stdout } = await $`echo ${process.env.GREETING}`;
console.log(stdout.trim());
