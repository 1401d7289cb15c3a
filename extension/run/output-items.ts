/** Jupyter's MIME bundles as the editor's output items. */
import * as vscode from "vscode";
import type { CellOutput } from "../../protocol/cell-outputs.ts";
import { shownKey } from "./shown-as.ts";
import type { ShownAs } from "./shown-as.ts";

/** Types whose value is base64 of bytes. */
const isBinary = (mime: string): boolean =>
  mime === "application/vnd.apache.arrow.stream" ||
  (/^(image|audio|video)\//.test(mime) && mime !== "image/svg+xml");

/** The best first: the editor shows the first type that it has a renderer for. */
const order = [
  "application/vnd.apache.arrow.stream",
  "text/html",
  "image/svg+xml",
  "image/png",
  "text/markdown",
  "application/json",
  "text/plain",
];

const rank = (mime: string): number => {
  // Charts of Vega, which also carry a picture where other kernels made them.
  if (/^application\/vnd\.vega(lite)?\./.test(mime)) return 0;
  const found = order.indexOf(mime);
  return found < 0 ? order.length - 1.5 : found;
};

/** One output with all its representations; it carries whose it is, see {@link shownKey}. */
export function toOutput(output: CellOutput, request: string): vscode.NotebookCellOutput {
  const displayId = output.kind === "bundle" ? output.displayId : undefined;
  const shown: ShownAs = { request, ...(displayId === undefined ? {} : { displayId }) };
  const metadata = { ...(output.kind === "bundle" ? output.metadata : {}), [shownKey]: shown };
  return new vscode.NotebookCellOutput(itemsOf(output), metadata);
}

function itemsOf(output: CellOutput): vscode.NotebookCellOutputItem[] {
  switch (output.kind) {
    case "stream":
      return [streamItem(output.name, output.text)];
    case "error":
      return [
        vscode.NotebookCellOutputItem.error({
          name: output.name,
          message: output.message,
          stack: output.traceback.join("\n"),
        }),
      ];
    case "bundle":
      return Object.keys(output.data)
        .sort((a, b) => rank(a) - rank(b))
        .map((mime) => toItem(mime, output.data[mime]));
  }
}

/** An item that the editor joins with what the stream has shown before. */
export function streamItem(name: "stdout" | "stderr", text: string): vscode.NotebookCellOutputItem {
  return name === "stdout"
    ? vscode.NotebookCellOutputItem.stdout(text)
    : vscode.NotebookCellOutputItem.stderr(text);
}

function toItem(mime: string, value: unknown): vscode.NotebookCellOutputItem {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return new vscode.NotebookCellOutputItem(
    isBinary(mime) ? Buffer.from(text, "base64") : Buffer.from(text),
    mime,
  );
}
