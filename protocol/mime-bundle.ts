/** One value in every form a client may choose from. */
export interface Bundle {
  /** By MIME type: text, base64 of bytes, or JSON. */
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
}
