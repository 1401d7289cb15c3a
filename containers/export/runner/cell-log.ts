/** Which cell runs, and the lines that say so on stderr when PIPENB_LOG is `json`. */

let current: { readonly name: string; readonly started: number } | undefined;

/** The name of the cell that runs; undefined before the first and after the last. */
export function currentCell(): string | undefined {
  return current?.name;
}

/** The cell before ends where the next one starts. */
export function startCell(name: string): void {
  endCell();
  current = { name, started: performance.now() };
  write({ level: "info", cell: name, event: "start" });
}

/** Ends the cell that runs, if one does. */
export function endCell(): void {
  if (current === undefined) return;
  write({ level: "info", cell: current.name, event: "end", milliseconds: elapsed(current.started) });
  current = undefined;
}

/** Ends the cell that runs, or the pipeline before its first cell, with an error: as text, or as the one line of JSON. */
export function failCell(message: string, exitCode: number): void {
  if (!logsJson()) process.stderr.write(`${message}\n`);
  const milliseconds = current === undefined ? undefined : elapsed(current.started);
  write({ level: "error", cell: current?.name ?? null, event: "error", milliseconds, message, exitCode });
  current = undefined;
}

function logsJson(): boolean {
  return process.env["PIPENB_LOG"] === "json";
}

function elapsed(started: number): number {
  return Math.round((performance.now() - started) * 1000) / 1000;
}

function write(line: object): void {
  if (!logsJson()) return;
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
}
