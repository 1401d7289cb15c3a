import { basename } from "node:path";
import type { KernelRecord } from "../../containers/hosts/kernel-host.ts";
import { CliError } from "../cli-error.ts";
import { kernelFolder } from "../places.ts";
import { duration } from "../../containers/figures/duration.ts";
import type { StartGiven } from "../jupyter/start-for-clients.ts";
import { table } from "../terminal/table.ts";
import type { AddCommand } from "./command.ts";

const row = (kernel: KernelRecord): readonly string[] => [
  kernel.id.slice(0, 12),
  kernel.state,
  kernel.host,
  duration(Math.max(0, Date.now() - kernel.started * 1000)),
  basename(kernel.notebookPath),
  kernel.image ?? "",
];

/** Loaded when it is needed: the engine's client takes its time. */
const finding = () => import("../../containers/hosts/find-kernels.ts");

/** `pipenb kernel start|list|stop|prune` */
export const addKernel: AddCommand = (program, { terminal, env, exitWith }) => {
  const kernel = program
    .command("kernel")
    .summary("start kernels for Jupyter's clients; see and stop those that run")
    .description("Kernels of this machine, in containers and as processes, whoever started them.");
  kernel
    .command("start")
    .description("Starts a kernel that any client of Jupyter can connect to, and says where; ends with it.")
    .argument("[notebook]", ".pipenb or .ipynb whose front matter says what the kernel has")
    .option("--connection-file <file>", "Jupyter's; written where it is not there yet")
    .option("--runtime <where>", '"container" or "local"; the container where there is an engine')
    .option("--json", "where it listens as JSON on stdout, once it does")
    .action(async (notebook: string | undefined, given: StartGiven) => {
      const { startForClients } = await import("../jupyter/start-for-clients.ts");
      exitWith(await startForClients({ notebook, ...given }, terminal, env));
    });
  kernel
    .command("list")
    .description("Lists kernels.")
    .option("--json", "as JSON on stdout")
    .action(async ({ json }: { json?: boolean }) => {
      const { listKernels } = await finding();
      const kernels = await listKernels({ kernelFolder: kernelFolder() });
      if (json === true) terminal.out(`${JSON.stringify(kernels)}\n`);
      else if (kernels.length === 0) terminal.note("No kernel is running.");
      else terminal.out(table(["ID", "STATE", "HOST", "AGE", "NOTEBOOK", "IMAGE"], kernels.map(row)));
    });
  kernel
    .command("stop")
    .description("Stops kernels.")
    .argument("[ids...]", "ids, or their beginnings, as list shows them")
    .option("--all", "every kernel")
    .action(async (ids: string[], { all }: { all?: boolean }) => {
      const { listKernels, stopKernel } = await finding();
      const kernels = await listKernels({ kernelFolder: kernelFolder() });
      const chosen = all === true ? kernels : ids.map((id) => findOne(kernels, id));
      if (chosen.length === 0 && all !== true)
        throw new CliError("usage", "Name a kernel, or give --all.", {
          remedy: "pipenb kernel list shows them.",
        });
      for (const { id } of chosen) {
        await stopKernel(id, { kernelFolder: kernelFolder() });
        terminal.note(`stopped ${id.slice(0, 12)}`);
      }
    });
  kernel
    .command("prune")
    .description("Removes what dead kernels left behind.")
    .action(async () => {
      const { pruneKernels } = await finding();
      const removed = await pruneKernels({ kernelFolder: kernelFolder() });
      terminal.note(removed.length === 0 ? "Nothing was left behind." : removed.join("\n"));
    });
};

function findOne(kernels: readonly KernelRecord[], start: string): KernelRecord {
  const [first, ...others] = kernels.filter(({ id }) => id.startsWith(start));
  if (first === undefined || others.length > 0)
    throw new CliError(
      "usage",
      first === undefined ? `There is no kernel ${start}.` : `Several kernels start with ${start}.`,
      {
        remedy: "pipenb kernel list shows them.",
      },
    );
  return first;
}
