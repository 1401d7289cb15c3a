/** A cell's outputs as nbformat has them, for the executed notebook. */
import type { CellOutput, OutputEdit } from "../../protocol/cell-outputs.ts";

interface Written {
  /** The output but for the text of a stream, whose parts are joined once, at the end. */
  readonly output: Readonly<Record<string, unknown>>;
  readonly parts: string[] | undefined;
}

export class NotebookOutputs {
  readonly #outputs = new Map<number, Written>();

  apply(edit: OutputEdit): void {
    switch (edit.kind) {
      case "append":
      case "replace":
        this.#outputs.set(edit.key, written(edit.output));
        break;
      case "extend":
        this.#outputs.get(edit.key)?.parts?.push(edit.text);
        break;
      case "clear":
        this.#outputs.clear();
        break;
    }
  }

  /** Output objects of nbformat. */
  toJson(): readonly Readonly<Record<string, unknown>>[] {
    return [...this.#outputs.values()].map(({ output, parts }) =>
      parts === undefined ? output : { ...output, text: parts.join("") },
    );
  }
}

function written(output: CellOutput): Written {
  switch (output.kind) {
    case "stream":
      return { output: { output_type: "stream", name: output.name }, parts: [output.text] };
    case "bundle": {
      const { data, metadata, executionCount } = output;
      const as =
        executionCount === undefined
          ? { output_type: "display_data", data, metadata }
          : { output_type: "execute_result", data, metadata, execution_count: executionCount };
      return { output: as, parts: undefined };
    }
    case "error": {
      const { name: ename, message: evalue, traceback } = output;
      return { output: { output_type: "error", ename, evalue, traceback }, parts: undefined };
    }
  }
}
