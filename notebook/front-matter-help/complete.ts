/**
 * Suggests keys and values of the front matter, from its JSON Schema. Our own few hundred lines over `yaml`, which reads front matter anyway:
 * yaml-language-server would bring 1.2 MB (330 kB packed, a third of the extension without its TypeScript), and knows neither a block
 * inside a comment nor the versions of packages.
 */
import { stringify } from "yaml";
import { findYaml } from "./find-block.ts";
import { knownKeys, schemaAt, type ValueSchema } from "./json-schema.ts";
import { describeKey } from "./words.ts";
import { placeAt, type YamlPlace } from "./yaml-place.ts";

/** One suggestion. */
export interface FrontMatterSuggestion {
  readonly kind: "key" | "value";
  readonly label: string;
  /** In the editor's snippet syntax; continued lines are indented from where the first one begins. */
  readonly snippet: string;
  /** A few words beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Offsets in the file of what it replaces. */
  readonly start: number;
  readonly end: number;
  /** The most likely ones first. */
  readonly rank: number;
}

/** Ranges of npm packages that are known without asking anybody, by the package's name. */
export type KnownVersions = ReadonlyMap<string, string>;

/** The suggestions at an offset of the file; none outside its front matter. */
export function completeFrontMatter(
  text: string,
  offset: number,
  versions: KnownVersions = new Map(),
): readonly FrontMatterSuggestion[] {
  const block = findYaml(text);
  if (block === undefined || offset < block.start || offset > block.start + block.yaml.length) return [];
  const place = placeAt(block.yaml, offset - block.start);
  if (place === undefined) return [];
  const range = { start: block.start + place.start, end: block.start + place.end };
  return suggest(place, versions).map((suggestion, rank) => ({ ...suggestion, ...range, rank }));
}

type Suggestion = Omit<FrontMatterSuggestion, "start" | "end" | "rank">;

function suggest(place: YamlPlace, versions: KnownVersions): readonly Suggestion[] {
  const schema = schemaAt(place.path);
  if (schema === undefined) return [];
  if (place.role === "value") {
    const found = values(place, schema, versions);
    return place.lacksDash ? found.map(withDash) : found;
  }
  if (schema.type === "object") return [...keys(place, schema), ...newEntries(place, schema)];
  // A word below `key:` is that key's value; an item of a list still lacks its dash.
  if (schema.type !== "array") return values({ ...place, others: [] }, schema, versions);
  const items = values({ ...place, path: [...place.path, 0] }, schemaAt([...place.path, 0]) ?? {}, versions);
  return place.hasColon ? [] : items.map(withDash);
}

function withDash(item: Suggestion): Suggestion {
  return { ...item, snippet: `- ${item.snippet}` };
}

function keys({ path, others, hasColon, isFlow }: YamlPlace, schema: ValueSchema): readonly Suggestion[] {
  return knownKeys(schema)
    .filter((key) => !others.includes(key))
    .flatMap((key) => {
      const own = schemaAt([...path, key]);
      if (own === undefined) return [];
      const documentation = describeKey(key, own);
      return [
        {
          kind: "key" as const,
          label: key,
          snippet: hasColon ? key : keySnippet(key, own, isFlow),
          ...(schema.required?.includes(key) === true ? { detail: "required" } : {}),
          ...(documentation === undefined ? {} : { documentation }),
        },
      ];
    });
}

/** An entry of a map whose keys are the user's, with what it must have. */
function newEntries(
  { others, hasColon, isFlow }: YamlPlace,
  { additionalProperties, examples }: ValueSchema,
): readonly Suggestion[] {
  if (hasColon || typeof additionalProperties !== "object" || additionalProperties.type !== "object")
    return [];
  const [needed = ""] = additionalProperties.required ?? [];
  return (examples ?? [])
    .flatMap((example) => (typeof example === "object" && example !== null ? Object.keys(example) : []))
    .filter((name) => !others.includes(name))
    .map((name) => ({
      kind: "key",
      label: name,
      snippet: isFlow ? `\${1:${name}}: { ${needed}: $0 }` : `\${1:${name}}:\n  ${needed}: $0`,
      detail: "example",
    }));
}

function values(
  { path, others }: YamlPlace,
  schema: ValueSchema,
  versions: KnownVersions,
): readonly Suggestion[] {
  const known = path[0] === "image" && path[1] === "npm" ? versions.get(String(path[2])) : undefined;
  const items = typeof path.at(-1) === "number" ? schemaAt(path.slice(0, -1))?.examples : undefined;
  const all: readonly { readonly value: unknown; readonly detail: string }[] = [
    ...(known === undefined ? [] : [{ value: known, detail: "as used beside the notebook" }]),
    ...(schema.const === undefined ? [] : [{ value: schema.const, detail: "the only value" }]),
    ...(schema.enum ?? []).map((value) => ({ value, detail: "" })),
    ...(schema.type === "boolean" ? [true, false] : []).map((value) => ({ value, detail: "" })),
    ...(schema.default === undefined ? [] : [{ value: schema.default, detail: "default" }]),
    ...[...(schema.examples ?? []), ...(items ?? []).flat()].map((value) => ({ value, detail: "example" })),
  ];
  const seen = new Set(others);
  return all.flatMap(({ value, detail }) => {
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return [];
    const label = String(value);
    if (seen.has(label)) return [];
    seen.add(label);
    return [{ kind: "value" as const, label, snippet: escaped(inYaml(value)), detail }];
  });
}

/** Written so that it may stand inside brackets too. */
function inYaml(value: string | number | boolean): string {
  return stringify([value], { collectionStyle: "flow", lineWidth: 0 }).trim().slice(1, -1).trim();
}

function escaped(text: string): string {
  return text.replaceAll(/[\\$}]/g, "\\$&");
}

/** A key with what follows it, in the editor's snippet syntax: its value's brackets or indented line, and the place to type on. */
function keySnippet(key: string, schema: ValueSchema, isFlow: boolean): string {
  const { type } = schema;
  if (schema.const !== undefined) return `${key}: ${JSON.stringify(schema.const)}`;
  if (type === "object") return isFlow ? `${key}: { $0 }` : `${key}:\n  $0`;
  if (type === "array") return isFlow ? `${key}: [ $0 ]` : `${key}:\n  - $0`;
  return `${key}: $0`;
}
