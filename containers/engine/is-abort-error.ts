/** Whether an error is how Node and the web say that a signal broke something off; they give it no class of its own, only this name. */
export function isAbortError(error: unknown): boolean {
  return (
    error instanceof Error && (error.name === "AbortError" || ("code" in error && error.code === "ABORT_ERR"))
  );
}
