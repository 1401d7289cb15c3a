/** The look of the table, all of it from the colours of the editor's theme. Nothing in it moves by itself. */

export const rowHeight = 22;
export const headHeight = 42;
const tallestGrid = 400;

export const style = `
:host { display: block; color: var(--vscode-foreground); font: var(--vscode-font-size, 13px) var(--vscode-font-family, sans-serif); }
* { box-sizing: border-box; }
.bar { display: flex; gap: 8px; align-items: center; padding: 2px 0 6px; }
.shape { font-variant-numeric: tabular-nums; }
.said { color: var(--vscode-descriptionForeground); }
.space { flex: 1; }
button { font: inherit; padding: 2px 8px; border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); border-radius: 2px; cursor: pointer;
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button:focus-visible, pre:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
.grid { position: relative; overflow: auto; max-height: ${String(tallestGrid)}px; border: 1px solid var(--line); outline: none; user-select: none; cursor: default;
  --line: var(--vscode-contrastBorder, var(--vscode-panel-border, var(--vscode-editorWidget-border, currentColor)));
  background: var(--vscode-editor-background);
  contain: layout paint; scrollbar-color: var(--vscode-scrollbarSlider-background) transparent; }
.grid:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 0; }
.canvas { position: relative; min-width: 100%; }
.head { position: sticky; top: 0; z-index: 3; height: ${String(headHeight)}px; background: var(--vscode-editor-background); border-bottom: 1px solid var(--line); }
.body { position: absolute; left: 0; top: 0; width: 100%; }
.row { position: relative; height: ${String(rowHeight)}px; width: 100%; }
.body .row { border-bottom: 1px solid color-mix(in srgb, var(--line) 35%, transparent); }
.body .row:hover { background: var(--vscode-list-hoverBackground); }
.cell, .name { position: absolute; top: 0; height: 100%; padding: 0 8px; overflow: hidden; white-space: pre; text-overflow: ellipsis; unicode-bidi: isolate; }
.cell { line-height: ${String(rowHeight - 1)}px; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.null, .empty, .nan { color: color-mix(in srgb, currentColor 60%, transparent); }
.null, .empty { font-style: italic; }
.index { position: sticky; left: 0; z-index: 1; height: 100%; padding: 0 8px; text-align: right; line-height: ${String(rowHeight - 1)}px; font-variant-numeric: tabular-nums;
  color: var(--vscode-descriptionForeground); background: var(--vscode-editor-background); border-right: 1px solid color-mix(in srgb, var(--line) 60%, transparent); }
.head .row { height: 100%; }
.name { display: flex; flex-direction: column; justify-content: center; border-right: 1px solid color-mix(in srgb, var(--line) 35%, transparent); }
.name > span { overflow: hidden; text-overflow: ellipsis; unicode-bidi: isolate; }
.label { font-weight: 600; }
.type { font-size: 0.85em; color: var(--vscode-descriptionForeground); }
.resize { position: absolute; right: 0; top: 0; width: 7px; height: 100%; cursor: col-resize; touch-action: none; }
.resize:hover { border-right: 2px solid var(--vscode-focusBorder); }
.selected { background: var(--vscode-list-inactiveSelectionBackground, color-mix(in srgb, var(--vscode-focusBorder) 20%, transparent)); }
.grid:focus .selected { background: var(--vscode-list-activeSelectionBackground, color-mix(in srgb, var(--vscode-focusBorder) 35%, transparent)); color: var(--vscode-list-activeSelectionForeground, inherit); }
.grid:focus .selected:is(.null, .empty, .nan) { color: color-mix(in srgb, var(--vscode-list-activeSelectionForeground, var(--vscode-foreground)) 75%, transparent); }
.selected, .active { outline: 1px dotted var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
.grid:focus .active { outline: 1px solid var(--vscode-focusBorder); }
.nothing { padding: 8px; color: var(--vscode-descriptionForeground); }
.detail { margin-top: 6px; padding: 6px 8px 8px; border: 1px solid var(--vscode-contrastBorder, var(--vscode-panel-border, currentColor)); background: var(--vscode-editor-background); }
.detail[hidden] { display: none; }
.detail pre { margin: 0; max-height: 240px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; font: var(--vscode-editor-font-size, 13px) var(--vscode-editor-font-family, monospace); }
.about { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
`;
