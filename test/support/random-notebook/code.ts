/** Cells at random: a few names that are declared again and again, shadowed, imported and exported, and code half written. */
import type { Random } from "./random.ts";

const whole = [
  "const x = 1;",
  'const x = "one";',
  "let x = [1, 2, 3].map((y) => y * 2);",
  "const y = { x, total: 2 };",
  "const { x, total: y } = { x: 1, total: 2 };",
  "const [x, ...y] = [1, 2, 3];",
  "var total = typeof x;",
  "function f(x: number, y = total) { return x + y; }",
  "const f = (x: T) => x;",
  "async function f() { return { x, y }; }",
  "class T { x = 1; f() { return this.x; } }",
  "type T = { readonly x: number };",
  "interface T { x: typeof total }",
  "enum T { x = 1, y }",
  "namespace T { export const x = 1; }",
  'import fs from "node:fs";',
  'import * as x from "node:path";',
  'import { join, basename as y } from "node:path";',
  'import type { Stats as T } from "node:fs";',
  'import { helped, type Help } from "./helper.ts";',
  'import { helped as total } from "./helper.ts";',
  "export const total = 3;",
  "export { x, y as z };",
  "export default x;",
  "x;",
  "y.x;",
  "f(x, y);",
  "total = total + 1;",
  "helped({ x: 1 });",
  "const help: Help = { x: 2 };",
  'fs.readFileSync("a", { encoding: "utf8" }).length;',
  "join(basename, 'a');",
  "for (const x of [1, 2]) { x + total; }",
  "if (x) { const total = x; display(total, { total, x }); }",
  "try { f(x, y); } catch (x) { x; }",
  "const z = <Type,>(x: Type): Type => x;",
  "const z = `total ${x} of ${`${y} ${total}`} 😀`;",
  "const s = 'é😀'; s.length;",
  "await f(x);",
  "const x = x + 1;",
  "const f = (n: number): number => (n ? f(n - 1) : x);",
  "const today: IsoDate = '2022-02-05';",
  "label: for (;;) break label;",
  "const performance = 1;",
  "performance.now();",
  "/** The words\n * of y\n */\nconst y = /[/*`]+/u;",
  "// a remark about x·2",
  "({ x, y: total }).x;",
  "new T().x;",
  "const t: T = x;",
  "const tag = String.raw`\\u{zz} ${x}`;",
  "declare const later: number;",
];

const halfWritten = [
  "x.",
  "y?.",
  "f(",
  "f(x, {",
  "const ",
  "const x =",
  "`a ${x",
  "`${`${",
  "/* open",
  "'open",
  "import ",
  'import { } from "node:fs"',
  "import { x",
  "export ",
  "if (x) {",
  "}",
  ")]}`",
  "class T { x",
  "function f(",
  "a <b> c",
  "@f class T {}",
  "#!x",
  "\u2028x",
  "\ufeff",
  "\\u0078",
  "<<<<<<< x",
];

/** What is typed, a stroke at a time. */
const strokes = [
  "x",
  "y",
  "z",
  " ",
  ".",
  ";",
  "(",
  ")",
  "{",
  "}",
  "[",
  '"',
  "`",
  "$",
  "/",
  "*",
  "=",
  "\n",
  "\r\n",
  "😀",
  "·2",
];

const ends = ["\n", "\n", "\n", "\r\n", " ", "\r"];

/** A statement, or what may become one. */
export function randomPiece(random: Random, mayBeOpen = true): string {
  return mayBeOpen && random.chance(0.12) ? random.of(halfWritten) : random.of(whole);
}

/** The code of one cell; null for one without code. */
export function randomCell(random: Random, mayBeOpen = true): string | null {
  if (random.chance(0.08)) return null;
  const end = random.of(ends);
  return Array.from({ length: random.below(5) }, () => randomPiece(random, mayBeOpen)).join(end);
}

export function randomStroke(random: Random): string {
  return random.of(strokes);
}
