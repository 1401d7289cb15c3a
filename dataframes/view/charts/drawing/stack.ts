/** Values of several series on top of each other, those below zero downwards. Pure. */
export class Stack {
  readonly #up = new Map<number, number>();
  readonly #down = new Map<number, number>();

  /** Where a value starts and ends that is put on what is already there. */
  add(place: number, value: number): readonly [from: number, to: number] {
    const side = value < 0 ? this.#down : this.#up;
    const from = side.get(place) ?? 0;
    side.set(place, from + value);
    return [from, from + value];
  }
}
