/** `.dockerignore`: nothing goes into the image but what the Dockerfile copies. */
export function dockerignore(files: readonly string[]): string {
  const kept = [...new Set(files)].sort().map((path) => `!${path.replace(/^\.\//, "").replace(/\/$/, "")}`);
  return [
    "# Nothing but what the Dockerfile copies; no data, no secrets.",
    "*",
    "!.pipenb-ca.pem",
    ...kept,
    "",
  ].join("\n");
}
