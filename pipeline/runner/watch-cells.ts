/** The thread between the runner and what a verification loads before it: two programs in one process, which share no module. */

const key = Symbol.for("pipenb.watchCells");

/** Hears the name of each cell that starts, within what the cell starts. */
export function watchCells(hear: (name: string) => void): void {
  Reflect.set(globalThis, key, hear);
}

/** Tells whoever watches. */
export function tellWatcher(name: string): void {
  const hear: unknown = Reflect.get(globalThis, key);
  if (typeof hear === "function") Reflect.apply(hear, undefined, [name]);
}

const displaysKey = Symbol.for("pipenb.takeDisplays");

/** From here on what cells display is not printed. */
export function takeDisplays(): void {
  Reflect.set(globalThis, displaysKey, true);
}

export function areDisplaysTaken(): boolean {
  return Reflect.get(globalThis, displaysKey) === true;
}
