/** Inputs on a page (sliders, menus) as parameters of a pipeline: what a person would choose is what a run is given. */
import ts from "typescript";
import { expressionOf, type ReactiveCell } from "./reactive-cell.ts";

/** The cell for `viewof name = code`, or `const name = view(code)`. */
export function cellOfInput(name: string, code: string): ReactiveCell {
  const parameter = parameterOf(name, code);
  if (parameter !== undefined) return { kind: "code", text: "", parameter };
  return {
    kind: "code",
    text: `const ${name} = undefined; // was: ${code.replaceAll(/\s*\n\s*/g, " ")}`,
    finding: {
      message: `${name} is an input on Observable's page.`,
      remedy: `Declare it in a \`// %% [parameters]\` cell, such as const ${name}: number = 1; and leave this one out.`,
      stops: true,
    },
  };
}

function parameterOf(name: string, code: string): string | undefined {
  const call = expressionOf(code);
  if (call === undefined || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression))
    return undefined;
  const { expression, name: kind } = call.expression;
  if (!ts.isIdentifier(expression) || expression.text !== "Inputs") return undefined;
  const options = call.arguments.findLast((each) => ts.isObjectLiteralExpression(each));
  const label = option(options, "label");
  const doc = label !== undefined && ts.isStringLiteral(label) ? `/** ${label.text} */\n` : "";
  const declaration = declarationOf(name, kind.text, call.arguments[0], option(options, "value"));
  return declaration === undefined ? undefined : `${doc}${declaration}`;
}

function declarationOf(
  name: string,
  kind: string,
  first: ts.Expression | undefined,
  value: ts.Expression | undefined,
): string | undefined {
  const isRange = first !== undefined && ts.isArrayLiteralExpression(first);
  const items = isRange ? first.elements : undefined;
  if (kind === "range" || kind === "number") {
    const given = value ?? items?.[0];
    return given !== undefined && /^-?[\d.e]+$/i.test(given.getText())
      ? `const ${name}: number = ${given.getText()};`
      : undefined;
  }
  if (kind === "text" || kind === "textarea")
    return value === undefined || ts.isStringLiteral(value)
      ? `const ${name}: string = ${value?.getText() ?? '""'};`
      : undefined;
  if (kind === "toggle")
    return `const ${name}: boolean = ${value?.kind === ts.SyntaxKind.TrueKeyword ? "true" : "false"};`;
  if (kind !== "select" && kind !== "radio") return undefined;
  if (items === undefined || items.length === 0 || !items.every((item) => ts.isStringLiteral(item)))
    return undefined;
  const chosen = value !== undefined && ts.isStringLiteral(value) ? value : items[0];
  return `const ${name}: ${items.map((item) => item.getText()).join(" | ")} = ${chosen?.getText() ?? ""};`;
}

function option(options: ts.Expression | undefined, name: string): ts.Expression | undefined {
  if (options === undefined || !ts.isObjectLiteralExpression(options)) return undefined;
  for (const property of options.properties) {
    if (ts.isPropertyAssignment(property) && property.name.getText() === name) return property.initializer;
  }
  return undefined;
}
