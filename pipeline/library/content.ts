/** Text as UTF-8, bytes, or pieces of either as they come. */
export type Content =
  string | Uint8Array | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
