/** Colours of the editor's own themes, as the page of outputs gets them. */

export type ThemeName = "light" | "dark" | "high-contrast";

/** Each as `--vscode-NAME`. */
export const themes: Readonly<Record<ThemeName, Readonly<Record<string, string>>>> = {
  light: {
    foreground: "#3b3b3b",
    "editor-background": "#ffffff",
    descriptionForeground: "#3b3b3b",
    errorForeground: "#f85149",
    focusBorder: "#005fb8",
    "panel-border": "#e5e5e5",
    "button-secondaryBackground": "#e5e5e5",
    "button-secondaryForeground": "#3b3b3b",
    "button-secondaryHoverBackground": "#cccccc",
    "list-hoverBackground": "#f2f2f2",
    "list-activeSelectionBackground": "#e8e8e8",
    "list-activeSelectionForeground": "#000000",
    "list-inactiveSelectionBackground": "#e4e6f1",
    "scrollbarSlider-background": "#64646466",
  },
  dark: {
    foreground: "#cccccc",
    "editor-background": "#1f1f1f",
    descriptionForeground: "#9d9d9d",
    errorForeground: "#f85149",
    focusBorder: "#0078d4",
    "panel-border": "#2b2b2b",
    "button-secondaryBackground": "#313131",
    "button-secondaryForeground": "#cccccc",
    "button-secondaryHoverBackground": "#3c3c3c",
    "list-hoverBackground": "#2a2d2e",
    "list-activeSelectionBackground": "#04395e",
    "list-activeSelectionForeground": "#ffffff",
    "list-inactiveSelectionBackground": "#37373d",
    "scrollbarSlider-background": "#79797966",
  },
  "high-contrast": {
    foreground: "#ffffff",
    "editor-background": "#000000",
    descriptionForeground: "#ffffffb3",
    errorForeground: "#f48771",
    focusBorder: "#f38518",
    contrastBorder: "#6fc3df",
    contrastActiveBorder: "#f38518",
    "button-secondaryForeground": "#ffffff",
    "scrollbarSlider-background": "#6fc3df99",
  },
};
