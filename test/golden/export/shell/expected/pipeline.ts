/** Shell, services and secrets. Written by pipenb from shell.pipenb. */
import { $ } from "zx";
import { cell, done, pipeline } from "./runner.mjs";

// What shell commands print goes where the pipeline's own output goes.
$.verbose = true;
$.detached = false; // what stops the pipeline stops them too
$.log = (entry) => {
  if (entry.verbose && (entry.kind === "stdout" || entry.kind === "stderr")) process[entry.kind].write(entry.data);
};

pipeline({ title: "Shell, services and secrets", parameters: [] });

// --- list --------------------------------------------------------------------
await cell("list");
const { stdout } = await $`echo ${process.env.GREETING}`;
console.log(stdout.trim());

done();
