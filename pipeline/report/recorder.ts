/** What the cells of a run do and show, kept for its report: as it comes, so that it is there however the run ends. */
import type { CellOutput, OutputEdit } from "../../protocol/cell-outputs.ts";
import { shownBundle } from "./shown-bundle.ts";

/** A cell that has begun. */
export interface CellRun {
  /** How long it took; undefined where its end was never heard of. */
  readonly milliseconds: number | undefined;
  /** undefined as long as it runs. */
  readonly isOk: boolean | undefined;
  readonly outputs: readonly CellOutput[];
  /** Outputs, and characters of streams, that were too many. */
  readonly left: { readonly outputs: number; readonly characters: number };
}

/** A page that holds more is no help to anybody, and no browser's friend. */
const most = { outputs: 500, streamed: 200_000, shown: 48 * 1024 * 1024 } as const;

interface Kept {
  milliseconds: number | undefined;
  isOk: boolean | undefined;
  readonly outputs: Map<
    number,
    { readonly output: CellOutput; readonly parts: string[]; readonly size: number }
  >;
  streamed: number;
  left: { outputs: number; characters: number };
}

export class RunRecorder {
  readonly #cells = new Map<string, Kept>();
  /** Characters that bundles may still take. */
  #room: number = most.shown;

  /** A cell begins, by its name. */
  started(cell: string): void {
    this.#cells.set(cell, {
      milliseconds: undefined,
      isOk: undefined,
      outputs: new Map(),
      streamed: 0,
      left: { outputs: 0, characters: 0 },
    });
  }

  ended(
    cell: string,
    { isOk, milliseconds }: { readonly isOk: boolean; readonly milliseconds: number },
  ): void {
    const kept = this.#cells.get(cell);
    if (kept !== undefined) Object.assign(kept, { isOk, milliseconds });
  }

  /** What a cell shows changes. */
  apply(cell: string, edit: OutputEdit): void {
    const kept = this.#cells.get(cell);
    if (kept === undefined) return;
    switch (edit.kind) {
      case "append":
      case "replace":
        this.#put(kept, edit.key, edit.output);
        break;
      case "extend":
        kept.outputs.get(edit.key)?.parts.push(streamed(kept, edit.text));
        break;
      case "clear":
        for (const { size } of kept.outputs.values()) this.#room += size;
        kept.outputs.clear();
        kept.streamed = 0;
        kept.left = { outputs: 0, characters: 0 };
        break;
    }
  }

  /** By the cells' names. */
  runs(): ReadonlyMap<string, CellRun> {
    return new Map(
      [...this.#cells].map(([cell, { milliseconds, isOk, outputs, left }]) => [
        cell,
        {
          milliseconds,
          isOk,
          outputs: [...outputs.values()].map(({ output, parts }) =>
            output.kind === "stream" ? { ...output, text: parts.join("") } : output,
          ),
          left,
        },
      ]),
    );
  }

  #put(kept: Kept, key: number, output: CellOutput): void {
    const before = kept.outputs.get(key);
    if (before === undefined && kept.outputs.size >= most.outputs) {
      kept.left.outputs += 1;
      return;
    }
    this.#room += before?.size ?? 0;
    const parts = output.kind === "stream" ? [streamed(kept, output.text)] : [];
    const { output: fitting, size } = fitted(output, this.#room);
    this.#room -= size;
    kept.outputs.set(key, { output: fitting, parts, size });
  }
}

/** As much of the text as the cell may still print. */
function streamed(kept: Kept, text: string): string {
  const part = text.slice(0, Math.max(0, most.streamed - kept.streamed));
  kept.streamed += text.length;
  kept.left.characters += text.length - part.length;
  return part;
}

/** Where there is no room for its picture or page, a value is its text. */
function fitted(output: CellOutput, room: number): { readonly output: CellOutput; readonly size: number } {
  if (output.kind === "stream") return { output: { ...output, text: "" }, size: 0 };
  if (output.kind === "error") return { output, size: 0 };
  const { data, metadata } = shownBundle(output);
  const size = JSON.stringify(data).length;
  if (size <= room) return { output: { ...output, data, metadata }, size };
  const text = data["text/plain"] ?? `[${Object.keys(data).join(", ")}]`;
  return { output: { ...output, data: { "text/plain": text }, metadata: {} }, size: 0 };
}
