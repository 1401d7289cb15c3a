/** The endings of the files of other kernels and editors that can be read, with their dots. */
export const readableEndings = [".ipynb", ".nnb", ".ts", ".mts", ".js", ".mjs", ".html", ".md"] as const;

/** One of them. */
export type ReadableEnding = (typeof readableEndings)[number];

/** Whether files of this ending can be read. */
export function isReadable(ending: string): ending is ReadableEnding {
  return readableEndings.some((each) => each === ending);
}
