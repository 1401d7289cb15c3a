/** What doctor says, in lines. */

/** What doctor found out about one thing. */
export interface Finding {
  readonly about: string;
  /** "missing" keeps something from working, "warning" makes it worse. */
  readonly state: "ok" | "warning" | "missing";
  readonly says: string;
  /** What to do, where something is to be done. */
  readonly remedy?: string;
}

type State = Finding["state"];

const order: readonly State[] = ["ok", "warning", "missing"];

/** One finding a line, its remedy below it; `mark` gives a state's word, perhaps in colour. */
export function doctorReport(findings: readonly Finding[], mark: (state: State) => string): string {
  const width = "missing".length;
  return findings
    .map(({ about, state, says, remedy }) => {
      const first = `${mark(state)}${" ".repeat(width - state.length)}  ${about}: ${says}`;
      return remedy === undefined ? `${first}\n` : `${first}\n${" ".repeat(width + 2)}${remedy}\n`;
    })
    .join("");
}

/** The worst there is; "ok" when nothing was found. */
export function worstState(findings: readonly Finding[]): State {
  return order.findLast((state) => findings.some((each) => each.state === state)) ?? "ok";
}
