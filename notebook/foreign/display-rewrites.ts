/** Other kernels' ways to show something, as our `display`. */
import ts from "typescript";
import type { Edit } from "../analysis/apply-edits.ts";
import { callOf, isShown, replace, wrapped, type Rewrite, type UsePart } from "./rewrites.ts";

/** `bundle("text/html")`: the one argument under a MIME type. */
export const bundle = (type: string): Rewrite => wrapped(`display.bundle({ "${type}": `, " })");

/** tslab's `raw(type, data)`. */
export const rawBundle: Rewrite = (part) => {
  const call = callOf(part);
  const [type, data, ...more] = call?.arguments ?? [];
  if (call === undefined || type === undefined || data === undefined || more.length > 0) return undefined;
  const { file } = part.use;
  const key = ts.isStringLiteral(type) ? type.getText(file) : `[${type.getText(file)}]`;
  return [
    { start: call.getStart(file), end: data.getStart(file), text: `display.bundle({ ${key}: ` },
    { start: data.end, end: call.end, text: " })" },
  ];
};

/** Deno's `display(value)` and `display(data, { raw: true })`. */
export const denoDisplay: Rewrite = (part) => {
  const call = callOf(part);
  const [value, options, ...more] = call?.arguments ?? [];
  if (call === undefined || value === undefined || more.length > 0 || hasMember(call)) return undefined;
  // Its Markdown or HTML is a rewrite of its own, which takes the call along.
  if (options === undefined) return tagArgument(value, part) ? [] : [replace(part.use, part.node, "display")];
  if (!isRaw(options)) return undefined;
  return [replace(part.use, part.node, "display.bundle"), { start: value.end, end: options.end, text: "" }];
};

/** Deno's tag for a template: shown at once where it is the cell's result or displayed, else a value that knows how to show itself. */
export const tag =
  (type: string): Rewrite =>
  ({ use, node }) => {
    const { parent } = node;
    if (!ts.isTaggedTemplateExpression(parent) || parent.tag !== node) return undefined;
    const { file } = use;
    const [before, after] = shownAs(type);
    const from = parent.template.getStart(file);
    const call = displayCall(parent, use);
    if (call !== undefined) return around(call.getStart(file), from, parent.end, call.end, before, after);
    if (isShown(parent, file))
      return around(node.getStart(file), from, parent.end, parent.end, before, after);
    const made = `((shown: string) => ({ [Symbol.for("Jupyter.display")]: () => ({ "${type}": shown }) }))(`;
    return around(node.getStart(file), from, parent.end, parent.end, made, ")");
  };

/** An image by its bytes; a file by its name is read first. */
export const image: Rewrite = (part) => {
  const call = callOf(part);
  const [value, ...more] = call?.arguments ?? [];
  if (call === undefined || value === undefined || more.length > 0) return undefined;
  const { file } = part.use;
  if (
    !isShown(call, file) &&
    displayCall(call, part.use) === undefined &&
    !ts.isExpressionStatement(call.parent)
  )
    return undefined;
  const whole = displayCall(call, part.use) ?? call;
  if (!ts.isStringLiteral(value)) return undefined;
  const read = `display.image(process.getBuiltinModule("node:fs").readFileSync(`;
  return around(whole.getStart(file), value.getStart(file), value.end, whole.end, read, "))");
};

function shownAs(type: string): readonly [string, string] {
  if (type === "text/markdown") return ["display.markdown(", ")"];
  if (type === "text/html") return ["display.html(", ")"];
  return [`display.bundle({ "${type}": `, " })"];
}

function around(
  start: number,
  from: number,
  to: number,
  end: number,
  before: string,
  after: string,
): readonly Edit[] {
  return [
    { start, end: from, text: before },
    { start: to, end, text: after },
  ];
}

/** The kernel's own display call whose one argument this is. */
function displayCall(node: ts.Expression, use: UsePart["use"]): ts.CallExpression | undefined {
  let outer: ts.Node = node;
  while (ts.isAwaitExpression(outer.parent) || ts.isParenthesizedExpression(outer.parent))
    outer = outer.parent;
  const { parent } = outer;
  if (!ts.isCallExpression(parent) || parent.arguments.length !== 1 || hasMember(parent)) return undefined;
  if (parent.arguments[0] !== outer) return undefined;
  const path = use.pathOf(parent.expression)?.join(".");
  return path === "jupyter.display" ? parent : undefined;
}

function tagArgument(value: ts.Expression, { use }: UsePart): boolean {
  let inner = value;
  while (ts.isAwaitExpression(inner) || ts.isParenthesizedExpression(inner)) inner = inner.expression;
  if (ts.isTaggedTemplateExpression(inner))
    return /^jupyter\.(md|html|svg)$/.test(use.pathOf(inner.tag)?.join(".") ?? "");
  if (!ts.isCallExpression(inner)) return false;
  const [name] = inner.arguments;
  const isImage = use.pathOf(inner.expression)?.join(".") === "jupyter.image";
  return isImage && name !== undefined && ts.isStringLiteral(name);
}

/** `display(x).then(…)`: ours gives a handle, no promise. */
function hasMember(call: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(call.parent) && call.parent.expression === call;
}

function isRaw(options: ts.Expression): boolean {
  if (!ts.isObjectLiteralExpression(options) || options.properties.length !== 1) return false;
  const [property] = options.properties;
  return (
    property !== undefined &&
    ts.isPropertyAssignment(property) &&
    ts.isIdentifier(property.name) &&
    property.name.text === "raw" &&
    property.initializer.kind === ts.SyntaxKind.TrueKeyword
  );
}
