/** Stands for display/load-lazily.ts in the program that makes reports, which is one file and loaded late as a whole. */
import * as frames from "../../../dataframes/display/dataframe-bundle.ts";

/** The exports of the one file that showing values asks for. */
export function loadLazily(): unknown {
  return frames;
}
