/** What may be a key: the same for files and for S3, so that a pipeline can go from the one to the other. */

/** @internal */
export function checkKey(key: string): void {
  const wrong = faultOf(key);
  if (wrong !== undefined)
    throw new TypeError(
      `${JSON.stringify(key)} cannot be the key of an object: ${wrong}. A key is relative to the store's address, with "/" between its parts.`,
    );
}

function faultOf(key: unknown): string | undefined {
  if (typeof key !== "string") return "it is no text";
  if (key === "") return "it is empty";
  if (!key.isWellFormed()) return "it holds half a character";
  if (key.includes("\0")) return "it holds a NUL";
  // To Windows it is what "/" is.
  if (key.includes("\\")) return 'it holds a "\\"';
  if (key.startsWith("/")) return "it is absolute";
  const parts = key.split("/");
  if (parts.includes("..")) return 'it holds ".."';
  if (parts.includes(".")) return 'it holds "." as a part';
  if (parts.includes("")) return "a part of it is empty";
  // S3 has no longer ones, and its signature no room for them.
  if (Buffer.byteLength(key) > 1024) return "it is longer than 1,024 bytes";
  return undefined;
}

/** Whether nothing in S3's order, which is that of the bytes of UTF-8, stands between them. @internal */
export function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
