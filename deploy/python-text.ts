/** Python source as `ruff format` leaves it: on one line where that fits, else each item on a line of its own. Pure. */

/** Text as it stands, or a group of items in brackets. */
export type Expression = string | Group;

interface Group {
  readonly open: string;
  readonly close: string;
  readonly items: readonly Item[];
}

interface Item {
  /** `name=`, or `"key": `. */
  readonly before: string;
  readonly value: Expression;
}

/** Data that JSON can hold. */
export type Data =
  string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data | undefined };

const lineLength = 88;

/** A literal; what is undefined in an object is left out. */
export function literal(data: Data): Expression {
  if (data === null) return "None";
  if (typeof data === "string") return quoted(data);
  if (typeof data === "boolean") return data ? "True" : "False";
  if (typeof data === "number") return String(data);
  if (isList(data)) return list(data.map(literal));
  const entries = Object.entries(data).filter((entry): entry is [string, Data] => entry[1] !== undefined);
  return dict(entries.map(([key, value]) => [key, literal(value)]));
}

export const list = (values: readonly Expression[]): Expression => ({
  open: "[",
  close: "]",
  items: values.map((value) => ({ before: "", value })),
});

export const dict = (entries: readonly (readonly [key: string, value: Expression])[]): Expression => ({
  open: "{",
  close: "}",
  items: entries.map(([key, value]) => ({ before: `${quoted(key)}: `, value })),
});

/** A call; keywords that are undefined are left out. */
export const call = (
  name: string,
  positional: readonly Expression[],
  keywords: Readonly<Record<string, Expression | undefined>> = {},
): Expression => ({
  open: `${name}(`,
  close: ")",
  items: [
    ...positional.map((value) => ({ before: "", value })),
    ...Object.entries(keywords).flatMap(([key, value]) =>
      value === undefined ? [] : [{ before: `${key}=`, value }],
    ),
  ],
});

/** A statement that ends in an expression; its lines but for the first have the indentation. */
export function statement(before: string, value: Expression, { indent = 0, after = "" } = {}): string {
  return `${" ".repeat(indent)}${before}${printed(value, indent, before.length, after.length)}${after}`;
}

function printed(value: Expression, indent: number, before: number, after: number): string {
  const flat = onOneLine(value);
  if (typeof value === "string" || value.items.length === 0) return flat;
  if (indent + before + flat.length + after <= lineLength) return flat;
  const inner = indent + 4;
  const lines = value.items.map(
    (item) => `${" ".repeat(inner)}${item.before}${printed(item.value, inner, item.before.length, 1)},\n`,
  );
  return `${value.open}\n${lines.join("")}${" ".repeat(indent)}${value.close}`;
}

function onOneLine(value: Expression): string {
  if (typeof value === "string") return value;
  const items = value.items.map((item) => `${item.before}${onOneLine(item.value)}`);
  return `${value.open}${items.join(", ")}${value.close}`;
}

/** In double quotes, unless single ones need fewer escapes. */
export function quoted(text: string): string {
  const json = JSON.stringify(text);
  const count = (sign: string): number => text.split(sign).length - 1;
  if (count('"') <= count("'")) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The lines of a docstring, quotes included. */
export function docstring(text: string): string {
  const lines = text.trim().split(/\r\n|\n|\r/);
  const plain = lines.map((line) => line.replaceAll("\t", "    ").trimEnd()).join("\n");
  return `"""${plain
    .replaceAll("\\", "\\\\")
    .replaceAll('"""', String.raw`\"\"\"`)
    .replace(/^"/, String.raw`\"`)}\n"""`;
}

const isList = (data: Data): data is readonly Data[] => Array.isArray(data);
