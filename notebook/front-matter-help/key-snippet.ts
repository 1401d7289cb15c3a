import type { ValueSchema } from "./json-schema.ts";

/** A key with what follows it, in the editor's snippet syntax: its value's brackets or indented line, and the place to type on. */
export function keySnippet(key: string, schema: ValueSchema, isFlow: boolean): string {
  const { type } = schema;
  if (schema.const !== undefined) return `${key}: ${JSON.stringify(schema.const)}`;
  if (type === "object") return isFlow ? `${key}: { $0 }` : `${key}:\n  $0`;
  if (type === "array") return isFlow ? `${key}: [ $0 ]` : `${key}:\n  - $0`;
  return `${key}: $0`;
}
