/** Runs a notebook's cells in order on a kernel and stops at the first that fails. */
import { withValues } from "../../notebook/parameters/with-values.ts";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import type { Cell, Notebook } from "../../notebook/model.ts";
import { withText } from "../../notebook/format/new-cell.ts";
import type { CellResult } from "../../notebook/ipynb/to-ipynb.ts";
import type { KernelClient } from "../../protocol/client.ts";
import { exitCode } from "../exit-code.ts";
import { duration } from "../../containers/figures/duration.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { CellOutputs } from "./cell-outputs.ts";
import { showEvent } from "./show-event.ts";

/** The notebook as it is run: the defaults of its parameters are the values of this run. */
export function forRun(notebook: Notebook, values: ParameterValues): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.kind === "parameters" ? withText(cell, withValues(cell.text, values)) : cell,
  );
  return { ...notebook, cells };
}

/** Runs the cells until one fails or `stopped` names an exit code; `results` gets what each gave, by its index. Gives the exit code. */
export async function runCells(
  client: KernelClient,
  notebook: Notebook,
  terminal: Terminal,
  results: Map<number, CellResult>,
  stopped: () => number | undefined,
): Promise<number> {
  const cells = [...notebook.cells.entries()].filter(
    ([, { kind, text }]) => kind !== "markdown" && text.trim() !== "",
  );
  for (const [position, [index, cell]] of cells.entries()) {
    const name = cell.name ?? (cell.kind === "parameters" ? "parameters" : `cell ${index + 1}`);
    const place = `${position + 1} of ${cells.length}`;
    terminal.note(terminal.colors.dim(`── ${name} (${place})`));
    terminal.event({ type: "cell-start", cell: name, position: position + 1, of: cells.length });
    const started = performance.now();
    const { ok, code, result } = await runCell(client, cell, name, terminal);
    results.set(index, result);
    const milliseconds = Math.round(performance.now() - started);
    terminal.event({ type: "cell-end", cell: name, ok, milliseconds });
    // A pipeline may end itself, and well, with process.exit(0).
    if (!ok && code === exitCode.ok) return code;
    if (!ok) {
      terminal.complain(
        terminal.colors.red(`${name} failed after ${duration(milliseconds)}; the run stops here.`),
      );
      return code;
    }
    const asked = stopped();
    if (asked !== undefined) return asked;
  }
  return exitCode.ok;
}

async function runCell(
  client: KernelClient,
  cell: Cell,
  name: string,
  terminal: Terminal,
): Promise<{ ok: boolean; code: number; result: CellResult }> {
  const outputs = new CellOutputs();
  const named = cell.name === undefined && cell.kind === "code" ? {} : { cell: name };
  const execution = client.execute(cell.text, { ...named, line: cell.line });
  let code: number = exitCode.failed;
  for await (const event of execution) {
    outputs.add(event);
    showEvent(terminal, name, event);
    if (event.type === "error") code = event.exit_code ?? exitCode.failed;
  }
  const reply = await execution.reply;
  const ok = reply.status === "ok";
  return { ok, code: ok ? exitCode.ok : code, result: outputs.result(reply.execution_count) };
}
