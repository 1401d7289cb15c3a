/**
 * How the code of notebooks is checked, in the words of tsconfig.json; the exported pipeline is checked in the same way. Not
 * strict: cells are written to look at data, and its shape is often unknown.
 */
export const notebookCompilerOptions = {
  target: "es2024",
  lib: ["es2024", "esnext.array", "esnext.collection", "esnext.disposable", "esnext.iterator"],
  module: "nodenext",
  moduleResolution: "nodenext",
  moduleDetection: "force",
  verbatimModuleSyntax: true,
  types: ["node"],
  strict: false,
  strictBindCallApply: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  allowJs: true,
  skipLibCheck: true,
  noEmit: true,
} as const;
