/** What no cell can export, in words: later cells have what a cell declares, under its name. */
export const impossibleExports = {
  elsewhere: "A cell cannot export from another module. Import the names instead.",
  nameless: "A default export without a name is nothing that later cells could use. Give it a name.",
} as const;
