/** The page of the calendar: nothing in it but its own script and style. Free of the editor's API. */

interface UnitsPage {
  /**
   * Texts, not addresses: a page that is shown anew right after a reload may ask for files before the editor's service worker
   * answers for them, and then it gets none.
   */
  readonly script: string;
  readonly style: string;
  readonly nonce: string;
  /** URI of the notebook. */
  readonly notebook: string;
}

/** As HTML. */
export function unitsPage({ script, style, nonce, notebook }: UnitsPage): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>Units</title>
<style nonce="${nonce}">
${style.replaceAll("</style", String.raw`<\/style`)}
</style>
</head>
<body data-notebook="${quoted(notebook)}" data-vscode-context='{"preventDefaultContextMenuItems":true}'>
<script nonce="${nonce}" type="module">
${script.replaceAll("</script", String.raw`<\/script`)}
</script>
</body>
</html>`;
}

const quoted = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
