/** The look of the chart tab around the picture, all of it from the colours of the editor's theme. Nothing in it moves. */
export const chartStyle = `
:host { display: block; color: var(--vscode-foreground); font: var(--vscode-font-size, 13px) var(--vscode-font-family, sans-serif); }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.choices { display: flex; flex-wrap: wrap; gap: 6px 14px; padding: 4px 0 8px; }
.choice { display: inline-flex; align-items: center; gap: 6px; max-width: 100%; }
label { color: var(--vscode-descriptionForeground); white-space: nowrap; }
select, button { font: inherit; min-width: 0; border-radius: 2px; cursor: pointer; }
select { max-width: 220px; padding: 2px 4px; border: 1px solid var(--vscode-settings-dropdownBorder, var(--vscode-dropdown-border, var(--vscode-contrastBorder, var(--vscode-panel-border, currentColor))));
  color: var(--vscode-dropdown-foreground, var(--vscode-foreground)); background: var(--vscode-dropdown-background, var(--vscode-editor-background)); }
button { padding: 2px 8px; border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button:disabled { opacity: 0.5; cursor: default; }
:is(select, button, .picture):focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
.picture { position: relative; width: 100%; }
.picture svg { display: block; }
.picture.old { opacity: 0.5; }
.tooltip { position: absolute; z-index: 1; max-width: 70%; padding: 4px 8px; pointer-events: none; font-size: 0.92em; overflow-wrap: anywhere; unicode-bidi: isolate;
  color: var(--vscode-editorHoverWidget-foreground, var(--vscode-foreground)); background: var(--vscode-editorHoverWidget-background, var(--vscode-editor-background));
  border: 1px solid var(--vscode-editorHoverWidget-border, var(--vscode-contrastBorder, var(--vscode-panel-border, currentColor))); }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.foot { display: flex; flex-wrap: wrap; gap: 6px 8px; align-items: baseline; padding-top: 4px; }
.said { flex: 1 1 240px; color: var(--vscode-descriptionForeground); overflow-wrap: anywhere; }
.said.problem { color: var(--vscode-errorForeground); }
`;
