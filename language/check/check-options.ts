import type { ReadModule } from "../../notebook/analysis/local-modules.ts";
import type { LookAtFile } from "../../notebook/analysis/missing-in-image.ts";

/** Where the notebook stands and how files around it are read. */
export interface CheckOptions {
  /** Absolute path of the `.pipenb` file. */
  readonly path: string;
  /** Undefined for what is no file. */
  readonly readFile: (path: string) => string | undefined;
  /** Reads the modules beside the notebook, which may be no text; as `readFile` when absent. */
  readonly readModule?: ReadModule;
  /** Tells which files the image will not have; nothing is said of them when absent. */
  readonly lookAt?: LookAtFile;
  /** Folders that hold the `node_modules` of the notebook's environment, in the order in which the kernel looks into them. */
  readonly modulesFolders?: readonly string[];
  /** Declarations of the library `pipenb`. */
  readonly libraryTypes?: string;
}
