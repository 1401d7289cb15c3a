/** Runs a notebook's cells in order on a kernel and stops at the first that fails. */
import { isDeepStrictEqual } from "node:util";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import { cellName, ownName } from "../../notebook/cell-name.ts";
import type { Cell, Notebook } from "../../notebook/model.ts";
import { withText } from "../../notebook/format/new-cell.ts";
import { exitCode } from "../cli-error.ts";
import { duration } from "../../containers/figures/duration.ts";
import type { OpenNotebook } from "../notebook/open-notebook.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { ExecutionEvent } from "../../protocol/content.ts";
import type { FollowedCells } from "./followed-cells.ts";
import { showEvent } from "./show-event.ts";

/** The notebook as it is run: the defaults of its parameters are the values of this run. */
export async function forRun(
  { notebook, parameters }: Pick<OpenNotebook, "notebook" | "parameters">,
  values: ParameterValues,
): Promise<Notebook> {
  if (parameters.every(({ name, default: given }) => isDeepStrictEqual(values[name], given))) return notebook;
  // The compiler behind it takes its time to load.
  const { withValues } = await import("../../notebook/parameters/with-values.ts");
  const cells = notebook.cells.map((cell) =>
    cell.kind === "parameters" ? withText(cell, withValues(cell.text, values)) : cell,
  );
  return { ...notebook, cells };
}

/** Who sees what cells say, and who hears how they do. */
export interface CellsShown {
  readonly terminal: Terminal;
  readonly watch: CellsWatch | undefined;
}

export interface CellsWatch {
  readonly started: (cell: string) => void;
  readonly ended: (cell: string, how: { readonly isOk: boolean; readonly milliseconds: number }) => void;
  readonly failed: (cell: string, error: CellError) => void;
}

/** As a kernel tells it. */
export type CellError = Extract<ExecutionEvent, { readonly type: "error" }>;

/** Runs the cells until one fails. Gives the exit code of the one that failed. */
export async function runCells(
  followed: FollowedCells,
  notebook: Notebook,
  { terminal, watch }: CellsShown,
): Promise<number | undefined> {
  const cells = [...notebook.cells.entries()].filter(
    ([, { kind, text }]) => kind !== "markdown" && text.trim() !== "",
  );
  for (const [position, [index, cell]] of cells.entries()) {
    const name = cellName(cell, index);
    const place = `${position + 1} of ${cells.length}`;
    terminal.note(terminal.colors.dim(`── ${name} (${place})`));
    terminal.event({ type: "cell-start", cell: name, position: position + 1, of: cells.length });
    watch?.started(name);
    const started = performance.now();
    const { ok, hasEnded, code } = await runCell(followed, cell, { index, terminal, watch });
    const milliseconds = Math.round(performance.now() - started);
    watch?.ended(name, { isOk: ok, milliseconds });
    terminal.event({ type: "cell-end", cell: name, ok, milliseconds });
    // The pipeline has ended in the middle of the cell, maybe well; its own end says how.
    if (hasEnded) return undefined;
    if (!ok) {
      terminal.complain(
        terminal.colors.red(`${name} failed after ${duration(milliseconds)}; the run stops here.`),
      );
      return code;
    }
  }
  return undefined;
}

async function runCell(
  followed: FollowedCells,
  cell: Cell,
  { index, terminal, watch }: CellsShown & { readonly index: number },
): Promise<{ ok: boolean; hasEnded: boolean; code: number }> {
  const name = cellName(cell, index);
  const own = ownName(cell);
  const named = own === undefined ? { number: index + 1 } : { cell: own };
  let code: number = exitCode.failed;
  let hasEnded = false;
  let isLate = false;
  const { success } = await followed.run(index, cell.text, { ...named, line: cell.line }, (event) => {
    const isEnd = !isLate && event.type === "error" && event.ename === "RuntimeEnded";
    if (!isEnd || terminal.json) showEvent(terminal, name, event);
    hasEnded ||= isEnd;
    if (event.type === "error" && !isEnd) watch?.failed(name, event);
    if (event.type === "error") code = event.exitCode ?? exitCode.failed;
  });
  isLate = true;
  const ok = success === true;
  return { ok, hasEnded, code: ok ? exitCode.ok : code };
}
