/** How the editor's JavaScript debugger attaches to a kernel. Free of the editor's API. */

/** What marks the debug sessions that are ours: the URI of the notebook. */
export const notebookKey = "__pipenbNotebook";

interface AttachTo {
  /** URI of the notebook. */
  readonly notebook: string;
  readonly name: string;
  readonly url: string;
  /** The notebook's folder here, and where its kernel has it. */
  readonly folder: { readonly here: string; readonly there: string };
}

/** A configuration of type `node`. */
export interface AttachConfiguration {
  readonly type: "node";
  readonly request: "attach";
  readonly name: string;
  readonly [option: string]: unknown;
}

export function attachConfiguration({ notebook, name, url, folder }: AttachTo): AttachConfiguration {
  const moved = folder.here !== folder.there;
  return {
    type: "node",
    request: "attach",
    name,
    websocketAddress: url,
    [notebookKey]: notebook,
    ...(moved ? { localRoot: folder.here, remoteRoot: folder.there } : {}),
    // Else it writes a path of this machine into the environment of the cells.
    autoAttachChildProcesses: false,
    continueOnAttach: true,
    // A cell would be over before its breakpoints are found.
    pauseForSourceMap: true,
    resolveSourceMapLocations: null,
    sourceMaps: true,
    outFiles: [],
    skipFiles: ["<node_internals>/**"],
    restart: false,
    internalConsoleOptions: "neverOpen",
  };
}
