/** What answers questions about dataframes, loaded when the first client asks. */
import { loadLazily } from "../output/load-lazily.ts";

type AnswersModule = typeof import("./comm-handler.ts");

// SAFETY: that file's exports.
export const loadCommHandler = (): AnswersModule =>
  loadLazily("kernel/dataframes/comm-handler") as AnswersModule;
