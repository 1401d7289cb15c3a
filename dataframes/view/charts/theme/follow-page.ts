/** Tells when the page changes such that a picture must be drawn anew: its width, or the editor's theme. */
export function followPage(element: HTMLElement, changed: () => void, signal: AbortSignal): void {
  let width = 0;
  const size = new ResizeObserver(() => {
    const now = Math.floor(element.clientWidth);
    if (now === width) return;
    width = now;
    changed();
  });
  size.observe(element);
  // The editor writes its theme's colours and kind there.
  const theme = new MutationObserver(changed);
  for (const root of [document.documentElement, document.body])
    theme.observe(root, { attributeFilter: ["style", "class", "data-vscode-theme-id"] });
  signal.addEventListener("abort", () => {
    size.disconnect();
    theme.disconnect();
  });
}
