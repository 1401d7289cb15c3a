import { parsedJson } from "../notebook/parsed-json.ts";

/** The object that a JSON text holds; undefined for anything else. */
export function parsedObject(text: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  const value = parsedJson(Buffer.from(text).toString());
  // SAFETY: an object of JSON, whose values are not known.
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}
