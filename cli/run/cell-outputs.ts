import type { CellResult } from "../../notebook/ipynb/to-ipynb.ts";
import type { ExecutionEvent } from "../../protocol/content.ts";
import { lateMark } from "../../protocol/late-events.ts";

/** Outputs by the id they can be shown anew under; those of all cells of a kernel. */
export type Displays = Map<string, Record<string, unknown>[]>;

/** Collects what a cell puts out as nbformat has it, for the executed notebook. */
export class CellOutputs {
  readonly #outputs: Record<string, unknown>[] = [];
  #stream: { name: string; parts: string[] } | undefined;
  readonly #displays: Displays;
  #executionCount: number | null = null;
  #isLate = false;

  constructor(displays: Displays = new Map()) {
    this.#displays = displays;
  }

  /** Adds what came after the cell's end, and says so once; a failure says so itself. */
  addLate(event: ExecutionEvent): void {
    if (!this.#isLate && ["stream", "display_data", "execute_result"].includes(event.type)) {
      this.#isLate = true;
      this.#endStream();
      this.#addText("stdout", lateMark);
      if (event.type !== "stream") this.#endStream();
    }
    this.add(event);
  }

  add(event: ExecutionEvent): void {
    if (event.type === "stream") {
      this.#addText(event.name, event.text);
      return;
    }
    this.#endStream();
    switch (event.type) {
      case "display_data": {
        const output = { output_type: "display_data", data: event.data, metadata: event.metadata };
        this.#outputs.push(output);
        const { display_id: id } = event.transient;
        if (id !== undefined) this.#displays.set(id, [...(this.#displays.get(id) ?? []), output]);
        break;
      }
      case "update_display_data": {
        for (const shown of this.#displays.get(event.transient.display_id ?? "") ?? [])
          Object.assign(shown, { data: event.data, metadata: event.metadata });
        break;
      }
      case "execute_result": {
        const { data, metadata, execution_count } = event;
        this.#executionCount = execution_count;
        this.#outputs.push({ output_type: "execute_result", data, metadata, execution_count });
        break;
      }
      case "error": {
        const { ename, evalue, traceback } = event;
        this.#outputs.push({ output_type: "error", ename, evalue, traceback });
        break;
      }
      case "clear_output":
        this.#outputs.length = 0;
        break;
      case "execute_input":
      case "status":
      case "comm":
        break;
    }
  }

  /** The result, with the count the reply named. */
  result(executionCount: number | undefined): CellResult {
    this.#endStream();
    return { executionCount: executionCount ?? this.#executionCount, outputs: this.#outputs };
  }

  #addText(name: string, text: string): void {
    if (this.#stream?.name !== name) {
      this.#endStream();
      this.#stream = { name, parts: [] };
    }
    this.#stream.parts.push(text);
  }

  #endStream(): void {
    if (this.#stream === undefined) return;
    const { name, parts } = this.#stream;
    this.#outputs.push({ output_type: "stream", name, text: parts.join("") });
    this.#stream = undefined;
  }
}
