/** The front matter's JSON Schema, and what it says about one place. Written anew for each question: it takes a millisecond. */
import * as z from "zod";
import { FrontMatterSchema } from "../front-matter.ts";

/** What the schema says about one value. */
export type ValueSchema = z.core.JSONSchema.JSONSchema;

/** Keys and indexes from the top of the front matter. */
export type KeyPath = readonly (string | number)[];

/** The schema of what a person writes: keys with a default may be left out. */
export function frontMatterJsonSchema(): ValueSchema {
  return z.toJSONSchema(FrontMatterSchema, { io: "input" });
}

/** The schema of the value at a path; undefined where nothing may stand. */
export function schemaAt(path: KeyPath): ValueSchema | undefined {
  let schema: ValueSchema | undefined = frontMatterJsonSchema();
  for (const step of path) {
    if (schema === undefined) return undefined;
    schema = typeof step === "number" ? itemsOf(schema) : memberOf(schema, step);
  }
  return schema;
}

/** The keys that a map has by name; none for one whose keys are the user's. */
export function knownKeys(schema: ValueSchema | undefined): readonly string[] {
  return Object.keys(schema?.properties ?? {});
}

function memberOf({ properties, additionalProperties }: ValueSchema, key: string): ValueSchema | undefined {
  const known = Object.entries(properties ?? {}).find(([name]) => name === key)?.[1];
  return asSchema(known ?? additionalProperties);
}

function itemsOf({ items }: ValueSchema): ValueSchema | undefined {
  return Array.isArray(items) ? undefined : asSchema(items);
}

/** A schema may also be `true` or `false`, which says nothing. */
function asSchema(schema: ValueSchema | boolean | undefined): ValueSchema | undefined {
  return typeof schema === "object" ? schema : undefined;
}
