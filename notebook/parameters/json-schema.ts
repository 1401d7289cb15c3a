/** A pipeline's parameters as JSON Schema (draft 2020-12), for forms and for whoever starts runs. */
import type { Parameter, ParameterType } from "./parameter.ts";

/** The schema of the object that holds all values by name; what has a default may be left out. */
export function jsonSchema(
  title: string,
  parameters: readonly Parameter[],
): Readonly<Record<string, unknown>> {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    type: "object",
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, property(parameter)])),
    required: parameters.filter(({ default: given }) => given === undefined).map(({ name }) => name),
    additionalProperties: false,
  };
}

function property({ type, default: given, doc }: Parameter): object {
  return {
    ...typeSchema(type),
    ...(doc === "" ? {} : { description: doc }),
    ...(given === undefined ? {} : { default: given }),
  };
}

function typeSchema(type: ParameterType): object {
  switch (type.kind) {
    case "date":
      return { type: "string", format: "date" };
    case "path":
      return { type: "string", minLength: 1 };
    case "choice":
      return choiceSchema(type.options);
    case "array":
      return { type: "array", items: typeSchema(type.element) };
    default:
      return { type: type.kind };
  }
}

function choiceSchema(options: readonly (string | number)[]): object {
  const kinds = [...new Set(options.map((option) => typeof option))];
  return { type: kinds.length === 1 ? kinds[0] : kinds, enum: options };
}
