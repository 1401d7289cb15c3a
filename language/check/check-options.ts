/** Where the notebook stands and how files around it are read. */
export interface CheckOptions {
  /** Absolute path of the `.pipenb` file. */
  readonly path: string;
  /** Undefined for what is no file. */
  readonly readFile: (path: string) => string | undefined;
  /** Folder that holds the `node_modules` of the notebook's environment. */
  readonly modulesFolder?: string | undefined;
}
