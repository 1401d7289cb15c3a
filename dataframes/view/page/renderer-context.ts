/** What the editor hands to a renderer, as far as it is used. All of it may be missing: other editors show outputs too. */
export interface RendererContext {
  postMessage?(message: unknown): void;
  onDidReceiveMessage?(listener: (message: unknown) => void): unknown;
  /** Kept by the editor for as long as the page of outputs lives, and over its reloads. */
  getState?(): unknown;
  setState?(state: unknown): void;
}
