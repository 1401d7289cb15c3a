/// <reference lib="dom" />

/** Puts a text on the clipboard; false when the page may not. Call it while the user's key or click is being handled. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages without that permission can still answer the browser's own copying.
    return copyByEvent(text);
  }
}

function copyByEvent(text: string): boolean {
  let done = false;
  const answer = (event: ClipboardEvent): void => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
    done = event.clipboardData !== null;
  };
  document.addEventListener("copy", answer, { capture: true });
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way where the clipboard is denied
    document.execCommand("copy");
  } finally {
    document.removeEventListener("copy", answer, { capture: true });
  }
  return done;
}
