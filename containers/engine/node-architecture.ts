/** Engines say "amd64" or "x86_64" where Node says "x64". */
const names: Readonly<Record<string, string>> = {
  amd64: "x64",
  x86_64: "x64",
  aarch64: "arm64",
  arm64: "arm64",
};

/** Node's name for an engine's architecture; others as they are. */
export function nodeArchitecture(architecture: string): string {
  return names[architecture] ?? architecture;
}
