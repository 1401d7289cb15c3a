/** The result as a Markdown table. */
import type { Figure } from "./scenario.ts";

/** What a peer's figures are, by the key of the figure. */
export interface PeerResult {
  readonly name: string;
  /** undefined when it is not installed here. */
  readonly version: string | undefined;
  /** How to get it. */
  readonly install: string;
  readonly values: Readonly<Record<string, number | null>>;
}

/** Whether a figure keeps its target; undefined for a figure without one. */
function isMet(figure: Figure): boolean | undefined {
  return figure.target === undefined ? undefined : figure.sample.median <= figure.target;
}

/** One line of text for the terminal. */
export function lineOf(figure: Figure): string {
  const { sample, unit, target, what } = figure;
  const p95 = sample.p95 === undefined ? "" : `, p95 ${round(sample.p95)}`;
  const verdict =
    target === undefined ? "" : `, target ${target}: ${isMet(figure) === true ? "met" : "NOT met"}`;
  return `${what}: ${round(sample.median)} ${unit} (${sample.runs} runs${p95}${verdict})`;
}

/** The table of all figures, peers beside them. */
export function tableOf(figures: readonly Figure[], peers: readonly PeerResult[]): string {
  const installed = peers.filter(({ version }) => version !== undefined);
  const head = ["what", "unit", "pipenb", "p95", "target", "", ...installed.map(({ name }) => name)];
  const rows = figures.map((figure) => rowOf(figure, installed));
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function rowOf(figure: Figure, peers: readonly PeerResult[]): string[] {
  const { what, unit, sample, target, peer } = figure;
  const met = isMet(figure);
  return [
    what,
    unit,
    round(sample.median),
    sample.p95 === undefined ? "" : round(sample.p95),
    target === undefined ? "" : `≤ ${target}`,
    met === undefined ? "" : met ? "met" : "**not met**",
    ...peers.map(({ values }) => {
      if (peer === undefined) return "";
      const value = values[peer];
      return value === undefined || value === null ? "–" : round(value);
    }),
  ];
}

/** Three digits that say something, and no more. */
function round(value: number): string {
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
