/** What every engine of dataframes must do; run once for each library, on frames made of the same values. */
import { endsQuestions } from "./frame-engine/contract/cancels.ts";
import { drawsCharts } from "./frame-engine/contract/charts.ts";
import { saysCode } from "./frame-engine/contract/code.ts";
import { describesFrames } from "./frame-engine/contract/descriptions.ts";
import { writesFiles } from "./frame-engine/contract/files.ts";
import { filters } from "./frame-engine/contract/filters.ts";
import { drawsLines } from "./frame-engine/contract/lines.ts";
import { searches } from "./frame-engine/contract/searches.ts";
import { sorts } from "./frame-engine/contract/sorts.ts";
import { summarizes } from "./frame-engine/contract/summaries.ts";
import { tellsValues } from "./frame-engine/contract/values.ts";
import { givesWindows } from "./frame-engine/contract/windows.ts";
import { underTest } from "./frame-engine/contract/under-test.ts";
import type { FrameLibraryUnderTest } from "./frame-engine/contract/under-test.ts";

/** By what is asked. */
const parts = [
  describesFrames,
  givesWindows,
  sorts,
  filters,
  searches,
  summarizes,
  tellsValues,
  drawsCharts,
  drawsLines,
  writesFiles,
  endsQuestions,
  saysCode,
];

/** The suite. */
export function describeEngineContract(name: string, library: FrameLibraryUnderTest): void {
  describe(`the engine for ${name}`, () => {
    const frames = underTest(library);
    for (const part of parts) part(frames);
  });
}
