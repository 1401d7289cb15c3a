import type * as vscode from "vscode";

/** Texts of parameters by their names. */
export type Values = Readonly<Record<string, string>>;

const keyOf = (notebook: vscode.Uri): string => `values:${notebook.toString()}`;

/** What the notebook was last run for from this workspace. */
export function lastValues(notebook: vscode.Uri, memory: vscode.Memento): Values {
  return memory.get<Values>(keyOf(notebook)) ?? {};
}

/** Keeps them for the next time. */
export async function rememberValues(
  notebook: vscode.Uri,
  values: Values,
  memory: vscode.Memento,
): Promise<void> {
  await memory.update(keyOf(notebook), values);
}
