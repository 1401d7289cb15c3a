/** What mouse, pen and finger do to the grid: select, stretch the selection, ask for a value, widen columns. */
import type { Place } from "./selection.ts";

interface PointerEvents {
  press(place: Place, stretch: boolean): void;
  drag(place: Place): void;
  /** Pressed and let go on the same cell. */
  click(place: Place): void;
  doubleClick(place: Place): void;
  /** The head of a column was clicked; `add` with the shift key. */
  head(position: number, add: boolean): void;
  funnel(position: number): void;
  widthOf(column: number): number;
  resize(column: number, width: number): void;
  /** Make the column as wide as its values. */
  fit(column: number): void;
}

/**
 * Cells say where they are in `data-row` and `data-column`, names in `data-head`, their buttons in `data-funnel`, handles
 * between columns in `data-resize`.
 */
export function followPointer(grid: HTMLElement, events: PointerEvents): void {
  grid.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const column = handleOf(event.target);
    if (column !== undefined) {
      event.preventDefault();
      followResize(grid, event, column, events);
      return;
    }
    const place = placeOf(event.target);
    if (place === undefined) return;
    events.press(place, event.shiftKey);
    // A finger that moves scrolls.
    if (event.pointerType === "mouse") followDrag(grid, event, place, events);
    else if (!event.shiftKey) events.click(place);
  });
  grid.addEventListener("click", (event) => {
    if (handleOf(event.target) !== undefined) return;
    const funnel = positionOf(event.target, "funnel");
    const head = positionOf(event.target, "head");
    if (funnel !== undefined) events.funnel(funnel);
    else if (head !== undefined) events.head(head, event.shiftKey);
  });
  grid.addEventListener("dblclick", (event) => {
    const column = handleOf(event.target);
    const place = placeOf(event.target);
    if (column !== undefined) events.fit(column);
    else if (place !== undefined) events.doubleClick(place);
  });
}

function followDrag(grid: HTMLElement, down: PointerEvent, from: Place, events: PointerEvents): void {
  let last = from;
  let dragged = down.shiftKey;
  const move = (event: PointerEvent): void => {
    const place = placeOf(event.target);
    if (place === undefined || (place.row === last.row && place.column === last.column)) return;
    last = place;
    dragged = true;
    events.drag(place);
  };
  untilReleased(grid, move, () => {
    if (!dragged) events.click(from);
  });
}

function followResize(grid: HTMLElement, down: PointerEvent, column: number, events: PointerEvents): void {
  const width = events.widthOf(column);
  untilReleased(
    grid,
    (event) => {
      if (event.clientX === down.clientX && !grid.hasPointerCapture(down.pointerId)) return;
      // The handle is drawn anew as the column changes, so the grid takes the pointer.
      grid.setPointerCapture(down.pointerId);
      events.resize(column, width + event.clientX - down.clientX);
    },
    () => undefined,
  );
}

function untilReleased(grid: HTMLElement, move: (event: PointerEvent) => void, end: () => void): void {
  const over = new AbortController();
  const { signal } = over;
  const { defaultView } = grid.ownerDocument;
  grid.addEventListener("pointermove", move, { signal });
  for (const name of ["pointerup", "pointercancel"] as const)
    defaultView?.addEventListener(
      name,
      () => {
        over.abort();
        end();
      },
      { signal },
    );
}

function placeOf(target: EventTarget | null): Place | undefined {
  if (!(target instanceof HTMLElement)) return undefined;
  const { row, column } = target.closest<HTMLElement>("[data-row]")?.dataset ?? {};
  return row === undefined || column === undefined ? undefined : { row: Number(row), column: Number(column) };
}

/** Pictures inside buttons are no HTML elements. */
function positionOf(target: EventTarget | null, name: "funnel" | "head"): number | undefined {
  const found = target instanceof Element ? target.closest<HTMLElement>(`[data-${name}]`) : null;
  const position = found?.dataset[name];
  return position === undefined ? undefined : Number(position);
}

function handleOf(target: EventTarget | null): number | undefined {
  if (!(target instanceof HTMLElement)) return undefined;
  const { resize } = target.dataset;
  return resize === undefined ? undefined : Number(resize);
}
