/** The look of panels, menus and tips. */

export const panelStyle = `
.popup { position: absolute; z-index: 10; max-width: 100%; }
.panel, .tip { border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorWidget-border, currentColor)); border-radius: 3px;
  color: var(--vscode-editorWidget-foreground, inherit); background: var(--vscode-editorWidget-background, var(--vscode-editor-background));
  box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent); }
.panel { max-width: 340px; }
.menu { display: flex; flex-direction: column; padding: 4px; }
.item { text-align: left; border-color: transparent; background: transparent; color: inherit; }
.item:hover, .item:focus { background: var(--vscode-list-hoverBackground); }
.filter { display: flex; flex-direction: column; gap: 8px; padding: 10px; width: 300px; max-width: 100%; }
.filter .bar { padding: 0; }
.heading { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; unicode-bidi: isolate; }
.filter label { display: flex; align-items: center; gap: 6px; min-width: 0; }
.filter > label, .range > label { display: grid; grid-template-columns: 60px 1fr; }
.filter input[type="text"], .filter input[type="search"] { width: 100%; min-width: 0; }
.filter input[type="checkbox"], .filter input[type="radio"] { margin: 0; flex: none; }
.filter input[aria-invalid="true"] { border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground)); }
.range { display: flex; flex-direction: column; gap: 4px; }
.bound { display: flex; gap: 4px; min-width: 0; }
.calendar { flex: none; width: 24px; padding: 0 3px; color: inherit; background: transparent; border-color: transparent; }
.calendar::-webkit-datetime-edit { display: none; }
.calendar::-webkit-calendar-picker-indicator { margin: 0; padding: 0; box-sizing: border-box; width: 14px; height: 14px; border: 1px solid currentColor; border-radius: 2px;
  background: linear-gradient(currentColor, currentColor) top / 100% 4px no-repeat; }
.wrong { grid-column: 2; color: var(--vscode-errorForeground); font-size: 0.9em; }
.wrong:empty { display: none; }
.among { display: flex; flex-direction: column; gap: 4px; }
.values, .columns { display: flex; flex-direction: column; max-height: 180px; overflow: auto; border: 1px solid color-mix(in srgb, var(--line) 60%, transparent); padding: 2px 4px; }
.values:empty, .columns:empty { display: none; }
.values label, .line { min-height: 20px; }
.what { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; unicode-bidi: isolate; }
.values .what { flex: 1; }
.count { color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
.missing { display: flex; gap: 12px; flex-wrap: wrap; }
.columns { max-height: 240px; }
.line { display: flex; align-items: center; gap: 6px; min-width: 0; }
.jump { flex: 1; min-width: 0; text-align: left; padding: 1px 4px; border-color: transparent; background: transparent; color: inherit; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; unicode-bidi: isolate; }
.pin { padding: 0 6px; font-size: 0.9em; }
.line .type { white-space: nowrap; max-width: 90px; overflow: hidden; text-overflow: ellipsis; }
.main { color: var(--vscode-button-foreground, inherit); background: var(--vscode-button-background, transparent); }
.main:hover { background: var(--vscode-button-hoverBackground, var(--vscode-button-secondaryHoverBackground)); }
.tip { position: absolute; z-index: 9; padding: 6px 10px; max-width: min(320px, 100%); pointer-events: none; font-size: 0.92em; line-height: 1.35; }
.tip > div { display: flex; justify-content: space-between; gap: 16px; }
.tip .which, .tip .what { color: var(--vscode-descriptionForeground); }
.tip .which { flex: none; white-space: nowrap; }
.tip .what { min-width: 3em; }
.told { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; text-align: right; }
.tip .what + .told { flex: none; }
.tip > div:not(:has(.what)) + div:has(.what) { margin-top: 4px; padding-top: 4px; border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.chart { min-height: 200px; }
`;
