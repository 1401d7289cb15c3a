/** The call that reads the pipeline's parameters, at the top of the exported module. */
import type { Parameter, ParameterType, ParameterValue } from "../../notebook/parameters/parameter.ts";

/** `exported` gives a parameter's name in the module; with `let` other cells may assign to it. */
export function parametersText(
  title: string,
  parameters: readonly Parameter[],
  pipeline: string,
  exported: (name: string) => string,
  keyword: "const" | "let",
): string {
  const heading = `title: ${JSON.stringify(title)}`;
  if (parameters.length === 0) return `${pipeline}({ ${heading}, parameters: [] });`;
  const names = parameters.map(({ name }) => (exported(name) === name ? name : `${name}: ${exported(name)}`));
  const list = parameters.map((parameter) => `    ${oneParameter(parameter)},`).join("\n");
  return `${keyword} { ${names.join(", ")} } = ${pipeline}({\n  ${heading},\n  parameters: [\n${list}\n  ],\n});`;
}

function oneParameter({ name, type, default: given, doc }: Parameter): string {
  const fields = [
    `name: ${JSON.stringify(name)}`,
    `type: ${typeText(type)}`,
    ...(given === undefined ? [] : [`default: ${literal(given)}`]),
    `doc: ${JSON.stringify(doc)}`,
  ];
  return `{ ${fields.join(", ")} }`;
}

function literal(value: ParameterValue): string {
  return Array.isArray(value) ? `[${value.map(literal).join(", ")}]` : JSON.stringify(value);
}

function typeText(type: ParameterType): string {
  if (type.kind === "choice") {
    return `{ kind: "choice", options: [${type.options.map((option) => JSON.stringify(option)).join(", ")}] }`;
  }
  if (type.kind === "array") return `{ kind: "array", element: ${typeText(type.element)} }`;
  return `{ kind: ${JSON.stringify(type.kind)} }`;
}
