/** What is remembered for a notebook stands under `KIND:URI`, and goes along when the notebook gets another name. */
import { isAtOrBelow, movedName } from "./moved-name.ts";
import type { Move } from "./moved-name.ts";

/** The editor's storage, as far as it is used. */
export interface KeyedMemory {
  keys(): readonly string[];
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const parts = /^(?<kind>[\w-]+:)(?<notebook>[\w-]+:.*)$/s;

/** Takes all that is remembered of the notebook, or of those in a folder, to the new name. */
export async function moveMemory(memory: KeyedMemory, move: Move): Promise<void> {
  for (const key of memory.keys()) {
    const { kind = "", notebook = "" } = parts.exec(key)?.groups ?? {};
    const moved = movedName(notebook, move);
    if (moved === undefined) continue;
    const value = memory.get(key);
    await memory.update(key, undefined);
    await memory.update(kind + moved, value);
  }
}

/** Forgets what is remembered of a notebook that is gone, or of those in a folder. */
export async function forgetMemory(memory: KeyedMemory, place: string): Promise<void> {
  for (const key of memory.keys()) {
    const { notebook = "" } = parts.exec(key)?.groups ?? {};
    if (isAtOrBelow(notebook, place)) await memory.update(key, undefined);
  }
}
