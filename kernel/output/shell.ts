export function createShell(cwd: () => string, signal: () => AbortSignal | undefined): unknown {
  return () => [cwd(), signal()];
}
