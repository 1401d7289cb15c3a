/**
 * What a kernel's events do to a cell's outputs: a pure step from state and event to state and edits. Streams of one name that
 * follow each other are one output; a display that has an id can be replaced later, also by another cell.
 */
import type { ExecutionEvent } from "../../protocol/content.ts";
import { lateMark } from "../../protocol/late-events.ts";

/** An output as the editor shows it. `key` is the same for as long as the output is the same. */
export type CellOutput =
  | {
      readonly kind: "stream";
      readonly key: number;
      readonly name: "stdout" | "stderr";
      readonly text: string;
    }
  | {
      readonly kind: "bundle";
      readonly key: number;
      readonly data: Readonly<Record<string, unknown>>;
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly displayId: string | undefined;
    }
  | {
      readonly kind: "error";
      readonly key: number;
      readonly name: string;
      readonly message: string;
      readonly trace: string;
    };

/** What is to be done to the editor's outputs. */
export type OutputEdit =
  | { readonly kind: "append"; readonly output: CellOutput }
  /** Text that comes behind what the stream output `key` holds. */
  | {
      readonly kind: "extend";
      readonly key: number;
      readonly name: "stdout" | "stderr";
      readonly text: string;
    }
  | { readonly kind: "replace"; readonly key: number; readonly output: CellOutput }
  | { readonly kind: "clear" };

export interface CellRun {
  readonly outputs: readonly CellOutput[];
  readonly nextKey: number;
  /** `clear_output` with `wait`: the next output clears the others. */
  readonly clearFirst: boolean;
  /** Whether its outputs say that some of them came after the cell's end. */
  readonly isLate: boolean;
}

/** A cell whose run has just begun. */
export const freshRun: CellRun = { outputs: [], nextKey: 1, clearFirst: false, isLate: false };

export interface Step {
  readonly run: CellRun;
  readonly edits: readonly OutputEdit[];
}

/** Takes one event of the cell's execution. */
export function step(run: CellRun, event: ExecutionEvent): Step {
  switch (event.type) {
    case "stream":
      return afterClear(run, (from) => stream(from, event.name, event.text));
    case "display_data":
      return afterClear(run, (from) =>
        append(from, {
          kind: "bundle",
          key: from.nextKey,
          data: event.data,
          metadata: event.metadata,
          displayId: event.transient.display_id,
        }),
      );
    case "execute_result":
      return afterClear(run, (from) =>
        append(from, {
          kind: "bundle",
          key: from.nextKey,
          data: event.data,
          metadata: event.metadata,
          displayId: undefined,
        }),
      );
    case "error":
      return afterClear(run, (from) =>
        append(from, {
          kind: "error",
          key: from.nextKey,
          name: event.ename,
          message: event.evalue,
          trace: event.traceback.join("\n"),
        }),
      );
    case "update_display_data":
      return update(run, event.transient.display_id, event.data, event.metadata);
    case "clear_output":
      return event.wait ? { run: { ...run, clearFirst: true }, edits: [] } : clear(run);
    case "execute_input":
    case "status":
    case "comm":
      return { run, edits: [] };
  }
}

/** Takes one event that came after the cell's end: the first that shows something stands below a mark that says so. */
export function lateStep(run: CellRun, event: ExecutionEvent): Step {
  if (run.isLate || needsNoMark(event)) return step(run, event);
  const marked = afterClear(run, (from) =>
    append(from, { kind: "stream", key: from.nextKey, name: "stdout", text: lateMark }),
  );
  const then = step({ ...marked.run, isLate: true }, event);
  return { run: then.run, edits: [...marked.edits, ...then.edits] };
}

/** What adds nothing to the outputs, and failures, which say themselves that they are late. */
function needsNoMark({ type }: ExecutionEvent): boolean {
  return type !== "stream" && type !== "display_data" && type !== "execute_result";
}

function clear(run: CellRun): Step {
  return { run: { ...run, outputs: [], clearFirst: false, isLate: false }, edits: [{ kind: "clear" }] };
}

function afterClear(run: CellRun, next: (run: CellRun) => Step): Step {
  if (!run.clearFirst) return next(run);
  const cleared = clear(run);
  const then = next(cleared.run);
  return { run: then.run, edits: [...cleared.edits, ...then.edits] };
}

function append(run: CellRun, output: CellOutput): Step {
  return {
    run: { ...run, outputs: [...run.outputs, output], nextKey: run.nextKey + 1 },
    edits: [{ kind: "append", output }],
  };
}

function stream(run: CellRun, name: "stdout" | "stderr", text: string): Step {
  const last = run.outputs.at(-1);
  if (last?.kind !== "stream" || last.name !== name)
    return append(run, { kind: "stream", key: run.nextKey, name, text });
  // The text itself is the editor's to keep; here it would be copied with every line.
  return { run, edits: [{ kind: "extend", key: last.key, name, text }] };
}

function update(
  run: CellRun,
  displayId: string | undefined,
  data: Readonly<Record<string, unknown>>,
  metadata: Readonly<Record<string, unknown>>,
): Step {
  const edits: OutputEdit[] = [];
  const outputs = run.outputs.map((output): CellOutput => {
    if (displayId === undefined || output.kind !== "bundle" || output.displayId !== displayId) return output;
    const replaced = { ...output, data, metadata };
    edits.push({ kind: "replace", key: output.key, output: replaced });
    return replaced;
  });
  return { run: { ...run, outputs }, edits };
}
