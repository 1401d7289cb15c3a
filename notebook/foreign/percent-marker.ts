/** The line that starts a cell of a script, as editors and jupytext write it: `// %% A title [kind] key=value tags=["a"]`. */
import type { CellKind } from "../model.ts";
import { parsedJson } from "../parsed-json.ts";

/** What the line says. */
export interface PercentMarker {
  readonly kind: CellKind;
  readonly isRaw: boolean;
  readonly title: string | undefined;
  readonly tags: readonly string[];
  /** Values without their quotes; lists and objects as the JSON they are. */
  readonly attributes: ReadonlyMap<string, string>;
}

const option = /(?:^|\s)([\w.-]+)=("(?:[^"\\]|\\.)*"|'[^']*'|\[[^\]]*\]|\{.*\}|\S*)/g;

/** Reads what stands behind `// %%`. */
export function percentMarker(text: string): PercentMarker {
  const attributes = new Map<string, string>();
  let rest = text.replaceAll(option, (_, key: string, value: string) => {
    attributes.set(key, unquoted(value));
    return " ";
  });
  const kinds: string[] = [];
  rest = rest.replaceAll(/\[(\w+)\]/g, (_, kind: string) => {
    kinds.push(kind.toLowerCase());
    return " ";
  });
  const tags = tagsOf(attributes.get("tags"));
  attributes.delete("tags");
  const isText = kinds.some((kind) => ["markdown", "md", "raw"].includes(kind));
  const isParameters = kinds.includes("parameters") || tags.includes("parameters");
  const title = rest.replaceAll(/\s+/g, " ").trim();
  return {
    kind: isText ? "markdown" : isParameters ? "parameters" : "code",
    isRaw: kinds.includes("raw"),
    title: title === "" ? undefined : title,
    tags: tags.filter((tag) => tag !== "parameters"),
    attributes,
  };
}

function unquoted(value: string): string {
  if (value.startsWith("'")) return value.slice(1, -1);
  if (!value.startsWith('"')) return value;
  const parsed = parsedJson(value);
  return typeof parsed === "string" ? parsed : value.slice(1, -1);
}

/** `["a", "b"]`, or `a,b`. */
function tagsOf(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  const parsed = parsedJson(value);
  if (Array.isArray(parsed)) return parsed.filter((tag) => typeof tag === "string");
  return value.split(",").filter((tag) => tag !== "");
}
