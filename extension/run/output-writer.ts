/** Carries output edits out in the editor, many at a time, so that a cell that prints much does not freeze it. */
import * as vscode from "vscode";
import type { CellOutput, OutputEdit } from "../../protocol/cell-outputs.ts";
import { shownKey } from "./shown-as.ts";
import type { ShownAs } from "./shown-as.ts";

/** The first output shows at once, and then this often; without any, what the last run has shown stays as long. */
const batchMilliseconds = 60;

export class OutputWriter {
  #execution: vscode.NotebookCellExecution | undefined;
  readonly #request: string;
  readonly #outputs: Map<number, vscode.NotebookCellOutput>;
  #edits: OutputEdit[] = [];
  #lastWrite = -batchMilliseconds;
  #timer: NodeJS.Timeout | undefined;
  #due = Infinity;
  #written: Promise<unknown> = Promise.resolve();

  /**
   * @param request id of the cell's request, which its outputs carry
   * @param outputs those that are shown already, by their keys
   */
  constructor(request: string, outputs: ReadonlyMap<number, vscode.NotebookCellOutput> = new Map()) {
    this.#request = request;
    this.#outputs = new Map(outputs);
  }

  /** The editor takes outputs of a cell under an execution that has begun and not ended. */
  writeUnder(execution: vscode.NotebookCellExecution): void {
    this.#execution = execution;
  }

  add(edits: readonly OutputEdit[]): void {
    if (edits.length === 0) return;
    this.#edits.push(...edits);
    const now = performance.now();
    const shows = edits.some(({ kind }) => kind !== "clear");
    const due = Math.max(now, (shows ? this.#lastWrite : now) + batchMilliseconds);
    if (due >= this.#due) return;
    this.#due = due;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#write();
    }, due - now);
  }

  /** Tells the editor at once what waits. The promise resolves when the editor has it; whoever ends the execution meanwhile makes it hurry. */
  flush(): Promise<unknown> {
    this.#write();
    return this.#written;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#due = Infinity;
    const edits = joined(this.#edits);
    if (edits.some(({ kind }) => kind !== "clear")) this.#lastWrite = performance.now();
    this.#edits = [];
    // The editor keeps the order of what it is told, and gathers what it is told at once.
    this.#written = Promise.all([this.#written, ...edits.map((edit) => this.#apply(edit))]);
    // Whoever flushes hears of a failure.
    this.#written.catch(() => undefined);
  }

  async #apply(edit: OutputEdit): Promise<void> {
    const execution = this.#execution;
    if (execution === undefined) return;
    switch (edit.kind) {
      case "clear":
        this.#outputs.clear();
        await execution.clearOutput();
        return;
      case "append":
        await execution.appendOutput(this.#made(edit.key, edit.output));
        return;
      case "extend": {
        const output = this.#outputs.get(edit.key);
        if (output !== undefined) await execution.appendOutputItems(streamItem(edit.name, edit.text), output);
        return;
      }
      case "replace": {
        const output = this.#outputs.get(edit.key);
        if (output !== undefined)
          await execution.replaceOutputItems(toOutput(edit.output, this.#request).items, output);
        return;
      }
    }
  }

  #made(key: number, output: CellOutput): vscode.NotebookCellOutput {
    const made = toOutput(output, this.#request);
    this.#outputs.set(key, made);
    return made;
  }
}

/** Joins the texts of a stream that follow each other. */
function joined(edits: readonly OutputEdit[]): OutputEdit[] {
  const out: OutputEdit[] = [];
  for (const edit of edits) {
    const last = out.at(-1);
    if (edit.kind === "extend" && last?.kind === "extend" && last.key === edit.key)
      out[out.length - 1] = { ...last, text: last.text + edit.text };
    else if (
      edit.kind === "extend" &&
      last?.kind === "append" &&
      last.output.kind === "stream" &&
      last.key === edit.key
    )
      out[out.length - 1] = { ...last, output: { ...last.output, text: last.output.text + edit.text } };
    else out.push(edit);
  }
  return out;
}

/** Types whose value is base64 of bytes. */
const isBinary = (mime: string): boolean =>
  mime === "application/vnd.apache.arrow.stream" ||
  (/^(image|audio|video)\//.test(mime) && mime !== "image/svg+xml");

/** The best first: the editor shows the first type that it has a renderer for. */
const order = [
  "application/vnd.apache.arrow.stream",
  "text/html",
  "image/svg+xml",
  "image/png",
  "text/markdown",
  "application/json",
  "text/plain",
];

const rank = (mime: string): number => {
  // Charts of Vega, which also carry a picture where other kernels made them.
  if (/^application\/vnd\.vega(lite)?\./.test(mime)) return 0;
  const found = order.indexOf(mime);
  return found < 0 ? order.length - 1.5 : found;
};

/** One output with all its representations; it carries whose it is, see {@link shownKey}. */
function toOutput(output: CellOutput, request: string): vscode.NotebookCellOutput {
  const displayId = output.kind === "bundle" ? output.displayId : undefined;
  const shown: ShownAs = { request, ...(displayId === undefined ? {} : { displayId }) };
  const metadata = { ...(output.kind === "bundle" ? output.metadata : {}), [shownKey]: shown };
  return new vscode.NotebookCellOutput(itemsOf(output), metadata);
}

function itemsOf(output: CellOutput): vscode.NotebookCellOutputItem[] {
  switch (output.kind) {
    case "stream":
      return [streamItem(output.name, output.text)];
    case "error":
      return [
        vscode.NotebookCellOutputItem.error({
          name: output.name,
          message: output.message,
          stack: output.traceback.join("\n"),
        }),
      ];
    case "bundle":
      return Object.keys(output.data)
        .sort((a, b) => rank(a) - rank(b))
        .map((mime) => toItem(mime, output.data[mime]));
  }
}

/** An item that the editor joins with what the stream has shown before. */
function streamItem(name: "stdout" | "stderr", text: string): vscode.NotebookCellOutputItem {
  return name === "stdout"
    ? vscode.NotebookCellOutputItem.stdout(text)
    : vscode.NotebookCellOutputItem.stderr(text);
}

function toItem(mime: string, value: unknown): vscode.NotebookCellOutputItem {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return new vscode.NotebookCellOutputItem(
    isBinary(mime) ? Buffer.from(text, "base64") : Buffer.from(text),
    mime,
  );
}
