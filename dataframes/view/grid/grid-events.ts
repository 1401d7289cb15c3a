/** What a grid tells whoever shows it, and what of that each key asks for. */
import type { GridAction } from "./grid-keys.ts";
import type { Place, Selection } from "./selection.ts";

export interface GridEvents {
  /** The full value of a cell is asked for. */
  open(place: Place): void;
  /** False when nothing was open. */
  close(): boolean;
  moved(place: Place): void;
  copy(): void;
  /** Turn how rows are sorted by the column at this position; `add` keeps the other keys. */
  sort(position: number, add: boolean): void;
  filter(position: number): void;
  /** The figures of the column at this position are asked for. */
  figures(position: number): void;
  /** False where nothing can be searched. */
  find(): boolean;
  /** These positions are in the page now. */
  seen(positions: readonly number[]): void;
}

/** What the grid does itself. */
interface OwnActions {
  select(place: Place, stretch: boolean): void;
  selectAll(selection: Selection): void;
  widen(position: number, by: number): void;
}

/** False when the key is not for the grid after all. */
export function act(action: GridAction, own: OwnActions, events: GridEvents): boolean {
  switch (action.kind) {
    case "close":
      return events.close();
    case "find":
      return events.find();
    case "copy":
      events.copy();
      return true;
    case "select-all":
      own.selectAll(action.selection);
      return true;
    case "open":
      events.open(action.place);
      return true;
    case "sort":
      events.sort(action.position, action.add);
      return true;
    case "filter":
      events.filter(action.position);
      return true;
    case "figures":
      events.figures(action.position);
      return true;
    case "resize":
      own.widen(action.position, action.by);
      return true;
    case "move":
      own.select(action.place, action.stretch);
      return true;
  }
}
