/** Where the notebook stands and how files around it are read. */
export interface CheckOptions {
  /** Absolute path of the `.pipenb` file. */
  readonly path: string;
  /** Undefined for what is no file. */
  readonly readFile: (path: string) => string | undefined;
  /** Folders that hold the `node_modules` of the notebook's environment, in the order in which the kernel looks into them. */
  readonly modulesFolders?: readonly string[];
}
