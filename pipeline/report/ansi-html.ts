/** What programs write for terminals: colours and the like as elements, other escape sequences left out. */
import { html } from "../html-text.ts";

/** What is switched on. */
interface Look {
  readonly colour: string | undefined;
  readonly background: string | undefined;
  readonly marks: ReadonlySet<string>;
}

const plain: Look = { colour: undefined, background: undefined, marks: new Set() };
const marks: Readonly<Record<number, string>> = { 1: "bold", 2: "dim", 3: "italic", 4: "under", 9: "struck" };
const endOf: Readonly<Record<number, readonly string[]>> = {
  22: ["bold", "dim"],
  23: ["italic"],
  24: ["under"],
  29: ["struck"],
};

/** Select Graphic Rendition, or any other sequence. */
const sequence = new RegExp(
  String.raw`\u001b\[([\d;:]*)m|\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-Z\\-_]`,
  "g",
);

/** HTML of a text. Colours are classes `a0` to `a15`, backgrounds `b0` to `b15`; others stand in a style. */
export function ansiHtml(text: string): string {
  const parts: string[] = [];
  let look = plain;
  let at = 0;
  for (const found of text.matchAll(sequence)) {
    parts.push(piece(text.slice(at, found.index), look));
    at = found.index + found[0].length;
    if (found[1] !== undefined) look = after(look, found[1]);
  }
  parts.push(piece(text.slice(at), look));
  return parts.join("");
}

function piece(text: string, { colour, background, marks: on }: Look): string {
  if (text === "") return "";
  const classes = [
    ...on,
    ...[colour, background].filter((each) => each !== undefined && !each.includes(":")),
  ];
  const style = [colour, background].filter((each) => each?.includes(":")).join(";");
  const attributes = [
    ...(classes.length === 0 ? [] : [` class="${classes.join(" ")}"`]),
    ...(style === "" ? [] : [` style="${style}"`]),
  ].join("");
  return attributes === "" ? html(text) : `<span${attributes}>${html(text)}</span>`;
}

function after(look: Look, codes: string): Look {
  const numbers = codes.split(/[;:]/).map(Number);
  let now = look;
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at] ?? 0;
    if (number === 38 || number === 48) {
      const { value, taken } = extended(numbers.slice(at + 1), number === 38);
      now = number === 38 ? { ...now, colour: value } : { ...now, background: value };
      at += taken;
    } else now = simple(now, number);
  }
  return now;
}

function simple(look: Look, number: number): Look {
  const mark = marks[number];
  if (number === 0) return plain;
  if (mark !== undefined) return { ...look, marks: new Set([...look.marks, mark]) };
  const ended = endOf[number];
  if (ended !== undefined)
    return { ...look, marks: new Set([...look.marks].filter((each) => !ended.includes(each))) };
  if (number === 39) return { ...look, colour: undefined };
  if (number === 49) return { ...look, background: undefined };
  if (number >= 30 && number <= 37) return { ...look, colour: `a${number - 30}` };
  if (number >= 90 && number <= 97) return { ...look, colour: `a${number - 82}` };
  if (number >= 40 && number <= 47) return { ...look, background: `b${number - 40}` };
  if (number >= 100 && number <= 107) return { ...look, background: `b${number - 92}` };
  return look;
}

/** Of 256 colours, or any colour; how many numbers it took. */
function extended(
  [kind, ...rest]: readonly number[],
  isColour: boolean,
): { readonly value: string | undefined; readonly taken: number } {
  const byte = (value: number | undefined): number => Math.min(255, Math.max(0, Math.trunc(value ?? 0) || 0));
  const property = isColour ? "color" : "background";
  if (kind === 2) return { value: `${property}:rgb(${rest.slice(0, 3).map(byte).join(",")})`, taken: 4 };
  if (kind !== 5) return { value: undefined, taken: kind === undefined ? 0 : 1 };
  const number = byte(rest[0]);
  if (number < 16) return { value: `${isColour ? "a" : "b"}${number}`, taken: 2 };
  const grey = 8 + (number - 232) * 10;
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  const cube = number - 16;
  const parts =
    number >= 232
      ? [grey, grey, grey]
      : [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)];
  return { value: `${property}:rgb(${parts.join(",")})`, taken: 2 };
}
