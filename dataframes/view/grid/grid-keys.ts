/** What a key does in the grid. Pure. */
import { headRow, moved } from "./selection.ts";
import type { Bounds, Place, Selection } from "./selection.ts";

export type GridAction =
  | { readonly kind: "close" | "find" | "copy" }
  | { readonly kind: "select-all"; readonly selection: Selection }
  | { readonly kind: "open"; readonly place: Place }
  | { readonly kind: "sort"; readonly position: number; readonly add: boolean }
  | { readonly kind: "filter" | "figures"; readonly position: number }
  | { readonly kind: "resize"; readonly position: number; readonly by: number }
  | { readonly kind: "move"; readonly place: Place; readonly stretch: boolean };

interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

interface Where extends Bounds {
  readonly active: Place;
}

const widthStep = 16;

/** Undefined for keys that are not for the grid. */
export function pressed(
  { key, shiftKey, ctrlKey, metaKey, altKey }: Key,
  where: Where,
): GridAction | undefined {
  const far = ctrlKey || metaKey;
  const { active, rows, columns, head } = where;
  if (key === "Escape") return { kind: "close" };
  const letter = far && !altKey ? key.toLowerCase() : "";
  if (letter === "f") return { kind: "find" };
  if (columns === 0 || (rows === 0 && !head)) return undefined;
  if (altKey) return pressedAlt(key, where);
  if (active.row === headRow && (key === "ContextMenu" || (shiftKey && key === "F10")))
    return { kind: "figures", position: active.column };
  if (active.row === headRow && key === "Enter")
    return { kind: "sort", position: active.column, add: shiftKey };
  if (letter === "c") return { kind: "copy" };
  if (letter === "a")
    return {
      kind: "select-all",
      selection: { anchor: { row: 0, column: 0 }, active: { row: rows - 1, column: columns - 1 } },
    };
  if (key === "Enter") return { kind: "open", place: active };
  const place = moved(active, key, far, where);
  return place === undefined
    ? undefined
    : { kind: "move", place, stretch: shiftKey && place.row !== headRow };
}

function pressedAlt(key: string, { active, head }: Where): GridAction | undefined {
  if (key === "ArrowDown" && head) return { kind: "filter", position: active.column };
  if (key === "ArrowLeft") return { kind: "resize", position: active.column, by: -widthStep };
  return key === "ArrowRight" ? { kind: "resize", position: active.column, by: widthStep } : undefined;
}
