const declaration = /\.d\.(?:[^/]+\.)?[cm]?ts$/;

/** Whether a file tells the compiler something about a package: its declarations, and each `package.json` that says where they are. */
export function isDeclaration(path: string): boolean {
  return declaration.test(path) || /(?:^|\/)package\.json$/.test(path);
}
