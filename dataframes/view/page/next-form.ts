/** What a renderer throws that cannot show an output: by its name the editor knows that it should show the output's next form. */
export function nextForm(why: string, cause: unknown): Error {
  const error = new Error(why, { cause });
  error.name = "vscode.fallbackToNextRenderer";
  return error;
}
