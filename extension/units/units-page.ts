/** The page of the calendar: nothing in it but its own script and style. Free of the editor's API. */

interface UnitsPage {
  /** Addresses within the page. */
  readonly script: string;
  readonly style: string;
  /** Where the editor serves an extension's files from, for the policy. */
  readonly source: string;
  readonly nonce: string;
  /** URI of the notebook. */
  readonly notebook: string;
}

/** As HTML. */
export function unitsPage({ script, style, source, nonce, notebook }: UnitsPage): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'">
<title>Units</title>
<link rel="stylesheet" href="${style}">
</head>
<body data-notebook="${quoted(notebook)}" data-vscode-context='{"preventDefaultContextMenuItems":true}'>
<script nonce="${nonce}" type="module" src="${script}"></script>
</body>
</html>`;
}

const quoted = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
