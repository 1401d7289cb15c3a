/** The look of the table, all of it from the colours of the editor's theme. Nothing in it moves by itself. */
import { panelStyle } from "./panel-style.ts";

export const rowHeight = 22;
export const headHeight = 42;
/** Of the figures below the names. */
export const summaryHeight = 50;
const tallestGrid = 400;

export const style = `
:host { display: block; color: var(--vscode-foreground); font: var(--vscode-font-size, 13px) var(--vscode-font-family, sans-serif); }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.frame { position: relative; container-type: inline-size; min-height: var(--tip-room, 0);
  --line: var(--vscode-contrastBorder, var(--vscode-panel-border, var(--vscode-editorWidget-border, currentColor)));
  --bar: var(--vscode-charts-blue, var(--vscode-focusBorder)); }
.bar { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; padding: 2px 0 6px; }
.shape { font-variant-numeric: tabular-nums; min-width: 0; overflow-wrap: anywhere; }
.shape.filtered { font-weight: 600; }
.said { color: var(--vscode-descriptionForeground); }
.said:empty { display: none; }
.telling { flex: 1 1 7em; min-width: 0; display: flex; gap: 8px; }
.telling .said { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.space { flex: 1; }
.toolbar { display: flex; flex-wrap: wrap; gap: 4px; }
button { font: inherit; padding: 2px 8px; border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); border-radius: 2px; cursor: pointer;
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button:disabled, button[aria-disabled="true"] { opacity: 0.5; cursor: default; }
button[aria-haspopup]::after { content: " ▾" / ""; }
button[aria-pressed="true"] { border-color: var(--vscode-focusBorder); }
button:focus-visible, pre:focus-visible, input:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
input { accent-color: var(--vscode-focusBorder); }
input[type="text"], input[type="search"] { font: inherit; padding: 2px 6px; border: 1px solid var(--vscode-input-border, var(--line)); border-radius: 2px;
  color: var(--vscode-input-foreground, inherit); background: var(--vscode-input-background, transparent); }
input::placeholder { color: var(--vscode-input-placeholderForeground, var(--vscode-descriptionForeground)); }
.search { width: 150px; min-width: 80px; flex: 0 1 150px; }
@container (max-width: 480px) {
  .telling:not(:has(:not(:empty))) { display: none; }
  .search { flex: 1 1 100%; }
}
.tabs { display: flex; flex: none; }
.tab { background: transparent; color: inherit; border: none; border-bottom: 2px solid transparent; border-radius: 0; }
.tab:hover { background: transparent; border-bottom-color: var(--line); }
.tab[aria-selected="true"] { border-bottom-color: var(--vscode-focusBorder); font-weight: 600; }
.chips { display: flex; flex-wrap: wrap; gap: 4px; padding: 0 0 6px; }
.chip { display: inline-flex; align-items: center; max-width: 100%; border: 1px solid var(--vscode-contrastBorder, transparent); border-radius: 10px; padding: 0 2px 0 8px;
  color: var(--vscode-badge-foreground, inherit); background: var(--vscode-badge-background, var(--vscode-list-inactiveSelectionBackground)); }
.chip .what { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; unicode-bidi: isolate; }
.chip button { padding: 0 6px; border: none; background: transparent; color: inherit; border-radius: 10px; }
.chips > button { padding: 0 6px; }
.notice { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 0 0 6px; color: var(--vscode-descriptionForeground); overflow-wrap: anywhere; }
.grid { position: relative; overflow: auto; max-height: ${String(tallestGrid)}px; border: 1px solid var(--line); outline: none; user-select: none; cursor: default;
  background: var(--vscode-editor-background);
  overflow-anchor: none; contain: layout paint; scrollbar-color: var(--vscode-scrollbarSlider-background) transparent; }
.grid:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 0; }
.grid.stale .body { opacity: 0.55; }
.canvas { position: relative; min-width: 100%; overflow: clip; }
.head { position: sticky; top: 0; z-index: 3; height: var(--head, ${String(headHeight)}px); background: var(--vscode-editor-background); border-bottom: 1px solid var(--line); }
.body { position: absolute; left: 0; top: var(--head, ${String(headHeight)}px); width: 100%; }
.row { position: relative; display: flex; height: ${String(rowHeight)}px; width: 100%; }
.body .row { border-bottom: 1px solid color-mix(in srgb, var(--line) 35%, transparent); }
.body .row:hover, .body .row:hover :is(.index, .pinned:not(.selected)) { background: var(--vscode-list-hoverBackground); }
.body .row:hover :is(.index, .pinned:not(.selected)) { background: linear-gradient(var(--vscode-list-hoverBackground), var(--vscode-list-hoverBackground)), var(--vscode-editor-background); }
.cell, .name { position: absolute; top: 0; height: 100%; padding: 0 8px; overflow: hidden; white-space: pre; text-overflow: ellipsis; unicode-bidi: isolate; }
.cell { line-height: ${String(rowHeight - 1)}px; }
.pinned { position: sticky; flex: none; z-index: 1; background: var(--vscode-editor-background); border-right: 1px solid color-mix(in srgb, var(--line) 60%, transparent); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.null, .empty, .nan { color: color-mix(in srgb, currentColor 60%, transparent); }
.null, .empty { font-style: italic; }
.cell.waiting::before { content: ""; display: block; height: 8px; margin-top: 7px; width: 60%; border-radius: 2px; background: color-mix(in srgb, currentColor 12%, transparent); }
.index { position: sticky; left: 0; flex: none; z-index: 2; height: 100%; padding: 0 8px; text-align: right; line-height: ${String(rowHeight - 1)}px; font-variant-numeric: tabular-nums;
  color: var(--vscode-descriptionForeground); background: var(--vscode-editor-background); border-right: 1px solid color-mix(in srgb, var(--line) 60%, transparent); }
.head .row { height: 100%; }
.name { display: flex; flex-direction: column; border-right: 1px solid color-mix(in srgb, var(--line) 35%, transparent); }
.name.sortable { cursor: pointer; }
.names { flex: none; height: ${String(headHeight - 1)}px; display: flex; flex-direction: column; justify-content: center; min-width: 0; }
.names span { overflow: hidden; text-overflow: ellipsis; unicode-bidi: isolate; }
.sortable .title { padding-right: 18px; }
.title { display: flex; align-items: center; gap: 3px; min-width: 0; }
.number .title { justify-content: flex-end; }
.label { font-weight: 600; }
.type { font-size: 0.85em; color: var(--vscode-descriptionForeground); }
.number.sortable .type { padding-right: 18px; }
.sorted { flex: none; display: inline-flex; align-items: center; font-size: 0.8em; font-variant-numeric: tabular-nums; }
.icon { width: 10px; height: 10px; fill: currentColor; flex: none; }
.filtering { position: absolute; right: 6px; top: 5px; padding: 2px 3px; border: none; background: transparent; color: inherit; opacity: 0.45; line-height: 0; }
.filtering .icon { width: 11px; height: 11px; fill: none; stroke: currentColor; stroke-width: 1.5; }
.name:hover .filtering, .name.active .filtering { opacity: 1; }
.filtering.on { opacity: 1; color: var(--vscode-textLink-activeForeground, var(--vscode-focusBorder)); }
.filtering.on .icon { fill: currentColor; }
.summary { flex: none; height: ${String(summaryHeight)}px; display: flex; flex-direction: column; font-size: 0.8em; font-weight: normal; text-align: left; min-width: 0; padding-top: 1px; }
.picture { width: 100%; height: 30px; flex: none; fill: var(--bar); overflow: hidden; }
.often { position: relative; display: flex; justify-content: space-between; gap: 6px; height: 14px; line-height: 13px; margin-bottom: 1px; }
.often::before { content: ""; position: absolute; inset: 0 auto 0 0; width: var(--share); z-index: -1; border-bottom: 2px solid var(--bar); border-radius: 2px 2px 0 0; background: color-mix(in srgb, var(--bar) 25%, transparent); }
.often .what { flex: 1; min-width: 0; padding-left: 5px; }
.often span:last-child { flex: none; }
.short { color: var(--vscode-descriptionForeground); overflow: hidden; text-overflow: ellipsis; line-height: 17px; }
.summary.asked::before { content: ""; height: 22px; margin-top: 8px; border-radius: 2px; background: color-mix(in srgb, currentColor 10%, transparent); }
.resize { position: absolute; right: 0; top: 0; width: 7px; height: 100%; cursor: col-resize; touch-action: none; }
.resize:hover { border-right: 2px solid var(--vscode-focusBorder); }
.selected { background: var(--vscode-list-inactiveSelectionBackground, color-mix(in srgb, var(--vscode-focusBorder) 20%, transparent)); }
.grid:focus .selected { background: var(--vscode-list-activeSelectionBackground, color-mix(in srgb, var(--vscode-focusBorder) 35%, transparent)); color: var(--vscode-list-activeSelectionForeground, inherit); }
.grid:focus .selected:is(.null, .empty, .nan) { color: color-mix(in srgb, var(--vscode-list-activeSelectionForeground, var(--vscode-foreground)) 75%, transparent); }
.selected, .active { outline: 1px dotted var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
.grid:focus .active { outline: 1px solid var(--vscode-focusBorder); }
.nothing { padding: 8px; color: var(--vscode-descriptionForeground); position: sticky; left: 0; width: max-content; }
.nothing:empty { display: none; }
.detail { margin-top: 6px; padding: 6px 8px 8px; border: 1px solid var(--line); background: var(--vscode-editor-background); }
.detail pre { margin: 0; max-height: 240px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; font: var(--vscode-editor-font-size, 13px) var(--vscode-editor-font-family, monospace); }
.about { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
${panelStyle}`;
