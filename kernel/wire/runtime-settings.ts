/** Where the cells of a notebook run. */
export interface NotebookPlace {
  /** Working directory, and the folder relative imports start from. */
  readonly folder: string;
  /** File name of the notebook. */
  readonly notebook: string;
  /** Folder whose `node_modules` holds the notebook's packages. */
  readonly modules?: string;
}

/** The runtime's settings, given by the supervisor as JSON in the environment variable `PIPENB_RUNTIME`. */
export interface RuntimeSettings extends NotebookPlace {
  /** Folder for exports of dataframes: the runtime makes it when it has one, the supervisor removes it after the runtime. */
  readonly exports: string;
}

/** Name of the variable; user code does not see it. */
export const runtimeVariable = "PIPENB_RUNTIME";
