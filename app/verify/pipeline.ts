/** What every trial of a verification is of. */
import type { Engine } from "../../containers/engine/engine.ts";
import type { SourceNotebook } from "../notebook/source-notebook.ts";

/** A notebook with its path as its user knows it. */
export interface ShownNotebook extends SourceNotebook {
  readonly shown: string;
}

export interface Pipeline {
  readonly open: ShownNotebook;
  readonly args: readonly string[];
  readonly engine: Engine;
  readonly image: string;
  readonly rootless: boolean;
  /** Of the notebook's run, and of what mounts and secrets say. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether what is printed counts as a result. */
  readonly stdout: boolean;
  readonly programs: Programs;
  readonly signal: AbortSignal;
}

/** The built programs that trials need. */
export interface Programs {
  /** The file that is loaded into a trial of the image before its script. */
  readonly preload: string;
  /** The program and its first arguments by which `pipenb` is started as a process. */
  readonly pipenb: readonly [string, ...string[]];
}
