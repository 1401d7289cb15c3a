/** What the schema says about a key, as Markdown for a person. */
import { stringify } from "yaml";
import type { ValueSchema } from "./json-schema.ts";

/** The description with its default and an example; undefined for a value that has no description. */
export function describeKey(name: string, schema: ValueSchema): string | undefined {
  const { description, default: byDefault } = schema;
  if (description === undefined) return undefined;
  const [example] = schema.examples ?? [];
  return [
    sentence(description),
    ...(typeof byDefault === "string" || byDefault === true ? [`Default: \`${String(byDefault)}\``] : []),
    ...(example === undefined
      ? []
      : [`\`\`\`yaml\n${stringify({ [name]: example }, { lineWidth: 0 }).trim()}\n\`\`\``]),
  ].join("\n\n");
}

function sentence(description: string): string {
  return `${description.charAt(0).toUpperCase()}${description.slice(1)}.`;
}
