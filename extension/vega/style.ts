/** How a chart stands in the page. */
export const vegaStyle = `
.pipenb-vega { position: relative; overflow-x: auto; color: var(--vscode-foreground); }
.pipenb-vega .picture { display: inline-block; min-width: 20em; }
.pipenb-vega .picture[data-fill] { display: block; }
.pipenb-vega .picture:focus-visible, .pipenb-vega summary:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
.pipenb-vega .note { color: var(--vscode-errorForeground); }
.pipenb-vega .note:empty { display: none; }
.pipenb-vega .tip { position: fixed; z-index: 20; pointer-events: none; max-width: 30em; padding: 4px 8px; white-space: pre-wrap; overflow-wrap: anywhere;
  color: var(--vscode-editorHoverWidget-foreground); background: var(--vscode-editorHoverWidget-background);
  border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorHoverWidget-border, currentColor)); border-radius: 3px; }
.pipenb-vega .tip:empty { display: none; }
.pipenb-vega summary { cursor: pointer; color: var(--vscode-descriptionForeground); width: max-content; }
.pipenb-vega .data { max-height: 20em; overflow: auto; }
.pipenb-vega table { border-collapse: collapse; }
.pipenb-vega th, .pipenb-vega td { text-align: left; padding: 2px 8px; border-bottom: 1px solid var(--vscode-widget-border, currentColor); }
.pipenb-vega .vega-bindings { margin-top: 4px; }
`;
