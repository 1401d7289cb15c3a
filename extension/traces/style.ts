/** How traces look: the error stands out, the failing line is marked, frames step back. */
export const traceStyle = `
.pipenb-trace {
  margin: 0;
  max-height: 48em;
  overflow: auto;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  font-family: var(--notebook-cell-output-font-family, var(--vscode-editor-font-family));
  font-size: var(--notebook-cell-output-font-size, var(--vscode-editor-font-size));
  line-height: var(--notebook-cell-output-line-height, 1.5);
}
.pipenb-trace:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
.pipenb-trace .error { color: var(--vscode-errorForeground); font-weight: bold; }
.pipenb-trace .code, .pipenb-trace .frame { color: var(--vscode-descriptionForeground); }
.pipenb-trace .failing { background: var(--vscode-inputValidation-errorBackground); }
.pipenb-trace a { color: var(--vscode-textLink-foreground); text-decoration: none; }
.pipenb-trace a:hover, .pipenb-trace a:focus-visible { text-decoration: underline; }
`;
