/** Whether a line of a stack is a frame of Node's or of the kernel's insides, which says nothing to the writer of a cell. */
export function isInnerFrame(line: string, kernelFolder: string): boolean {
  return /^\s*at /.test(line) && (/node:(internal\/|inspector)/.test(line) || line.includes(kernelFolder));
}
