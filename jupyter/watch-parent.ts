/** Calls back once the process that started this one has died, and nobody else wants the kernel. */
export function watchParent(
  env: Readonly<Record<string, string | undefined>>,
  onGone: () => void,
): () => void {
  // Jupyter's managers say so where they mean to be waited for.
  if ((env["JPY_PARENT_PID"] ?? "") === "") return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, lookMilliseconds);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

const lookMilliseconds = 1_000;
