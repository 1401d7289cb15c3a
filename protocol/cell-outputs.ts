/**
 * What one run of a cell shows, as a pure step from outputs and event to outputs and edits. Streams of one name that follow each other
 * are one output; a display that has an id can be replaced later. What stands in an output is kept by whoever carries the edits out: here
 * it would be copied, and held twice.
 */
import type { ExecutionEvent } from "./content.ts";

/** Stands above what came after a cell's end, wherever a cell's outputs are shown or written. */
export const lateMark = "(after the cell had ended)\n";

type StreamName = "stdout" | "stderr";

/** An output with all that stands in it. */
export type CellOutput =
  | { readonly kind: "stream"; readonly name: StreamName; readonly text: string }
  | {
      readonly kind: "bundle";
      readonly data: Readonly<Record<string, unknown>>;
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly displayId: string | undefined;
      /** Number of the run, where this is the value of a cell's last expression. */
      readonly executionCount: number | undefined;
    }
  | {
      readonly kind: "error";
      readonly name: string;
      readonly message: string;
      readonly traceback: readonly string[];
    };

/** What is to be done to the outputs that are shown. An output's key is the same for as long as it is the same. */
export type OutputEdit =
  | { readonly kind: "append"; readonly key: number; readonly output: CellOutput }
  /** Text that comes behind what the stream output `key` holds. */
  | { readonly kind: "extend"; readonly key: number; readonly name: StreamName; readonly text: string }
  | {
      readonly kind: "replace";
      readonly key: number;
      readonly output: Extract<CellOutput, { kind: "bundle" }>;
    }
  | { readonly kind: "clear" };

/** What has to be known of an output to take the next event. */
export type OutputMark =
  | { readonly kind: "stream"; readonly key: number; readonly name: StreamName }
  | {
      readonly kind: "bundle";
      readonly key: number;
      readonly displayId: string | undefined;
      readonly executionCount: number | undefined;
    }
  | { readonly kind: "error"; readonly key: number };

/** The outputs of a run. */
export interface Outputs {
  readonly marks: readonly OutputMark[];
  readonly nextKey: number;
  /** `clear_output` with `wait`: the next output clears the others. */
  readonly clearFirst: boolean;
  /** Whether they say that some of them came after the cell's end. */
  readonly isLate: boolean;
}

/** Those of a run that has just begun. */
export const noOutputs: Outputs = { marks: [], nextKey: 1, clearFirst: false, isLate: false };

export interface OutputStep {
  readonly outputs: Outputs;
  readonly edits: readonly OutputEdit[];
}

/** Takes one event of the run. */
export function show(outputs: Outputs, event: ExecutionEvent): OutputStep {
  switch (event.type) {
    case "stream":
      return afterClear(outputs, (from) => stream(from, event.name, event.text));
    case "display_data":
      return afterClear(outputs, (from) => append(from, bundle(event, event.transient.display_id)));
    case "execute_result":
      return afterClear(outputs, (from) => append(from, bundle(event, undefined, event.execution_count)));
    case "error": {
      const { ename: name, evalue: message, traceback } = event;
      return afterClear(outputs, (from) => append(from, { kind: "error", name, message, traceback }));
    }
    case "update_display_data":
      return update(outputs, event);
    case "clear_output":
      return event.wait ? { outputs: { ...outputs, clearFirst: true }, edits: [] } : clear(outputs);
    case "execute_input":
    case "status":
      return { outputs, edits: [] };
  }
}

/** Takes one event that came after the cell's end: the first that shows something stands below a mark that says so. */
export function showLate(outputs: Outputs, event: ExecutionEvent): OutputStep {
  if (outputs.isLate || needsNoMark(event)) return show(outputs, event);
  const marked = afterClear(outputs, (from) =>
    append(from, { kind: "stream", name: "stdout", text: lateMark }),
  );
  const then = show({ ...marked.outputs, isLate: true }, event);
  return { outputs: then.outputs, edits: [...marked.edits, ...then.edits] };
}

/** Whether one of the outputs is the display of this id. */
export const hasDisplay = ({ marks }: Outputs, id: string | undefined): boolean =>
  id !== undefined && marks.some((mark) => mark.kind === "bundle" && mark.displayId === id);

/** What adds nothing to the outputs, and failures, which say themselves that they are late. */
function needsNoMark({ type }: ExecutionEvent): boolean {
  return type !== "stream" && type !== "display_data" && type !== "execute_result";
}

type BundleEvent = Pick<Extract<CellOutput, { kind: "bundle" }>, "data" | "metadata">;

const bundle = (
  { data, metadata }: BundleEvent,
  displayId: string | undefined,
  executionCount?: number,
): CellOutput => ({ kind: "bundle", data, metadata, displayId, executionCount });

function clear(outputs: Outputs): OutputStep {
  return {
    outputs: { ...outputs, marks: [], clearFirst: false, isLate: false },
    edits: [{ kind: "clear" }],
  };
}

function afterClear(outputs: Outputs, next: (outputs: Outputs) => OutputStep): OutputStep {
  if (!outputs.clearFirst) return next(outputs);
  const cleared = clear(outputs);
  const then = next(cleared.outputs);
  return { outputs: then.outputs, edits: [...cleared.edits, ...then.edits] };
}

function append(outputs: Outputs, output: CellOutput): OutputStep {
  const key = outputs.nextKey;
  return {
    outputs: { ...outputs, marks: [...outputs.marks, markOf(key, output)], nextKey: key + 1 },
    edits: [{ kind: "append", key, output }],
  };
}

function markOf(key: number, output: CellOutput): OutputMark {
  switch (output.kind) {
    case "stream":
      return { kind: "stream", key, name: output.name };
    case "bundle":
      return { kind: "bundle", key, displayId: output.displayId, executionCount: output.executionCount };
    case "error":
      return { kind: "error", key };
  }
}

function stream(outputs: Outputs, name: StreamName, text: string): OutputStep {
  const last = outputs.marks.at(-1);
  if (last?.kind !== "stream" || last.name !== name) return append(outputs, { kind: "stream", name, text });
  return { outputs, edits: [{ kind: "extend", key: last.key, name, text }] };
}

function update(
  outputs: Outputs,
  { data, metadata, transient: { display_id: id } }: Extract<ExecutionEvent, { transient: object }>,
): OutputStep {
  if (id === undefined) return { outputs, edits: [] };
  const edits = outputs.marks.flatMap((mark): OutputEdit[] => {
    if (mark.kind !== "bundle" || mark.displayId !== id) return [];
    const { key, executionCount } = mark;
    return [
      {
        kind: "replace",
        key,
        output: { kind: "bundle", data, metadata, displayId: id, executionCount },
      },
    ];
  });
  return { outputs, edits };
}
