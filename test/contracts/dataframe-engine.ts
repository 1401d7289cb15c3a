/** What every engine of dataframes must do; run once for each library, on frames made of the same values. */
import { endsQuestions } from "./dataframe-engine/cancels.ts";
import { drawsCharts } from "./dataframe-engine/charts.ts";
import { saysCode } from "./dataframe-engine/code.ts";
import { describesFrames } from "./dataframe-engine/descriptions.ts";
import { writesFiles } from "./dataframe-engine/files.ts";
import { filters } from "./dataframe-engine/filters.ts";
import { drawsLines } from "./dataframe-engine/lines.ts";
import { searches } from "./dataframe-engine/searches.ts";
import { sorts } from "./dataframe-engine/sorts.ts";
import { summarizes } from "./dataframe-engine/summaries.ts";
import { tellsValues } from "./dataframe-engine/values.ts";
import { givesWindows } from "./dataframe-engine/windows.ts";
import { underTest } from "./dataframe-engine/under-test.ts";
import type { FrameLibraryUnderTest } from "./dataframe-engine/under-test.ts";

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
