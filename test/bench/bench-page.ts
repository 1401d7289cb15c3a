/** Writes docs/bench.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as prettier from "prettier";
import { machine } from "./machine.ts";
import { tableOf } from "./report.ts";
import type { PeerResult } from "./report.ts";
import type { Figure } from "./scenario.ts";

/** What a run of the bench gave. */
export interface BenchResult {
  readonly figures: readonly Figure[];
  /** Scenarios that could not be measured, each with the reason. */
  readonly skipped: readonly string[];
  readonly peers: readonly PeerResult[];
  /** What figures of dataframes are compared with. */
  readonly pandas: readonly PeerResult[];
  /** What figures of the language of cells are compared with. */
  readonly stock: readonly PeerResult[];
  /** What figures by Jupyter's clients are compared with. */
  readonly clients: readonly PeerResult[];
}

const page = fileURLToPath(new URL("../../docs/bench.md", import.meta.url));

/** What is found out by hand comes last on the page, and stays. */
const byHand = "## Where the time goes";

/** Replaces the page by one of this result. */
export async function writeBench(result: BenchResult): Promise<void> {
  const { figures, skipped, peers, pandas, stock, clients } = result;
  const paragraphs = [
    "# Bench",
    "Written by `npm run bench`. Medians, and 95th percentiles where there were ten runs or more; warm-up runs are not counted.",
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine()}.`,
    tableOf(
      figures.filter(({ part }) => part === undefined),
      peers,
    ),
    "## Dataframes",
    [
      "1,000,000 rows of 20 columns: integers, floating-point numbers, texts, days and instants. Questions are asked over the kernel's WebSocket, as the editor asks;",
      "a window has 100 rows of 12 columns; a sort or a summary is timed on a frame that has not been asked before.",
      'pandas does the same work in its process, without any wire: `head(1000).to_html()`, `iloc[…].to_json()`, `sort_values`, `describe(include="all")`.',
    ].join(" "),
    tableOf(
      figures.filter(({ part }) => part === "frames"),
      pandas,
    ),
    ...languageParagraphs(figures, stock),
    "## Jupyter's clients",
    [
      "What a kernelspec starts, as a local process, measured by jupyter_client and nbclient in one Python process: the start until the first result is there,",
      "a trivial cell from its request to its idle, `restart_kernel` until the kernel is ready, a notebook from the start of its kernel to its end.",
    ].join(" "),
    tableOf(
      figures.filter(({ part }) => part === "jupyter"),
      clients,
    ),
    ...(skipped.length > 0 ? ["Not measured in this run:", list(skipped)] : []),
    "## How it is measured",
    [
      "pipenb is measured by its own client over the WebSocket, from the request to the kernel's idle; the kernel is a process of its own.",
      "Peers are measured over their own ZeroMQ sockets by Debian's jupyter_client, whose own time (about a millisecond per cell) is in their figures.",
      "“Start to first result” of a peer begins with the start of its process and ends with the reply of its first cell.",
    ].join(" "),
    "“Bare Node” is the floor below pipenb's figures: a process that passes lines from a WebSocket to its child, which evaluates them, without any protocol, compiling or keeping (`test/bench/peers/bare/`).",
    "Memory is that of all processes of a kernel.",
    ...(peers.length > 0
      ? ["## Peers", list([...peers, ...pandas, ...stock].map(peerLine)), ...clientsLine(clients)]
      : []),
    ...writtenByHand(),
  ];
  const text = await prettier.format(`${paragraphs.join("\n\n")}\n`, { parser: "markdown", printWidth: 110 });
  writeFileSync(page, text);
}

function writtenByHand(): readonly string[] {
  const text = readFileSync(page, "utf8");
  const start = text.indexOf(byHand);
  return start < 0 ? [] : [text.slice(start).trimEnd()];
}

/** The figures of the language of cells, and how they come about. */
function languageParagraphs(figures: readonly Figure[], stock: readonly PeerResult[]): readonly string[] {
  return [
    "## Language",
    [
      "A notebook with frames of polars and questions to DuckDB, whose types are those of the packages; names are declared again from cell to cell, one mistake is in the last cell.",
      "Somebody types at the end of the middle cell, 30 ms from key to key; the questions go through the thread that the extension asks.",
      "tsserver is TypeScript 6's server, which the stock extension of VS Code speaks with, on the same code as one `.mts` file.",
    ].join(" "),
    tableOf(
      figures.filter(({ part }) => part === "language"),
      stock,
    ),
  ];
}

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");

const clientsLine = (clients: readonly PeerResult[]): readonly string[] =>
  clients
    .filter(({ name, version }) => name === "ipykernel" && version !== undefined)
    .map(({ version }) => `Jupyter's clients have an ipykernel of their own, ${String(version)}.`);

const peerLine = ({ name, version, install }: PeerResult): string =>
  version === undefined ? `${name}: not installed; \`${install}\` brings it.` : `${name} ${version}`;
