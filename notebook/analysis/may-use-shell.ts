/** Whether a cell's text may use `$`: a look that costs nothing, before the compiler is loaded to make sure. */
export function mayUseShell(text: string): boolean {
  return /(?<![\w$])\$(?![\w${])/.test(text);
}
