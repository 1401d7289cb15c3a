/**
 * `npm run bench [-- --only NAME] [--no-peers]`: measures pipenb, and its peers where they are installed, and writes
 * docs/bench.md. With `--only` one scenario is measured and nothing is written.
 */
import { parseArgs } from "node:util";
import { writeBench } from "./bench-page.ts";
import { machine } from "./machine.ts";
import { measureBare } from "./peers/bare/measure-bare.ts";
import { measurePandas } from "./peers/pandas.ts";
import { measurePeers } from "./peers/peers.ts";
import { measurePeersThroughClients } from "./peers/through-clients.ts";
import { measureStockTypeScript } from "./peers/stock-typescript.ts";
import { lineOf } from "./report.ts";
import type { Figure, Scenario } from "./scenario.ts";
import { backfill } from "./scenarios/backfill.ts";
import { cellTimes } from "./scenarios/cells.ts";
import { commandLine } from "./scenarios/command-line.ts";
import { containerStart } from "./scenarios/container-start.ts";
import { editorTimes } from "./scenarios/editor.ts";
import { exportedImage } from "./scenarios/exported-image.ts";
import { frameTimes } from "./scenarios/frames.ts";
import { framesOnScreen } from "./scenarios/frames-on-screen.ts";
import { headless } from "./scenarios/headless.ts";
import { interrupt } from "./scenarios/interrupt.ts";
import { jupyterClients } from "./scenarios/jupyter-clients.ts";
import { languageServers } from "./scenarios/language-servers.ts";
import { languageTimes } from "./scenarios/language.ts";
import { largeDisplay } from "./scenarios/large-display.ts";
import { memory } from "./scenarios/memory.ts";
import { printedLines } from "./scenarios/printed-lines.ts";
import { processStart } from "./scenarios/process-start.ts";
import { rendererSize } from "./scenarios/renderer-size.ts";
import { weatherImage } from "./scenarios/weather-image.ts";

const scenarios: readonly Scenario[] = [
  processStart,
  containerStart,
  cellTimes,
  printedLines,
  largeDisplay,
  interrupt,
  memory,
  headless,
  commandLine,
  exportedImage,
  weatherImage,
  backfill,
  editorTimes,
  frameTimes,
  framesOnScreen,
  rendererSize,
  languageServers,
  languageTimes,
  jupyterClients,
];

const { values: options } = parseArgs({
  options: { only: { type: "string" }, "no-peers": { type: "boolean", default: false } },
});
const chosen = scenarios.filter(({ name }) => options.only === undefined || name === options.only);
if (chosen.length === 0) {
  console.error(
    `There is no scenario "${options.only ?? ""}". Scenarios: ${scenarios.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}

console.log(machine());
const say = (line: string): void => {
  console.log(line);
};
const figures: Figure[] = [];
const skipped: string[] = [];
for (const scenario of chosen) {
  try {
    const outcome = await scenario.run();
    if ("skipped" in outcome) skip(scenario, outcome.skipped);
    else {
      for (const figure of outcome) console.log(lineOf(figure));
      figures.push(...outcome);
    }
  } catch (error) {
    process.exitCode = 1;
    skip(scenario, error instanceof Error ? error.message : String(error));
  }
}
const withPeers = !options["no-peers"];
const pandas = withPeers && figures.some(({ part }) => part === "frames") ? [measurePandas(say)] : [];
const stock =
  withPeers && figures.some(({ part }) => part === "language") ? [await measureStockTypeScript(say)] : [];
const clients =
  withPeers && figures.some(({ part }) => part === "jupyter") ? measurePeersThroughClients(say) : [];
if (options.only === undefined) {
  const peers = withPeers ? [await measureBare(say), ...measurePeers(say)] : [];
  await writeBench({ figures, skipped, peers, pandas, stock, clients });
  console.log("\nwritten: docs/bench.md");
}

function skip({ name }: Scenario, why: string): void {
  skipped.push(`${name}: ${why}`);
  console.log(`${name} is left out: ${why}`);
}
