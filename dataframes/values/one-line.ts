/** Text of data in one line of a table: nothing in it moves the cursor, colours, or turns the reading direction. */

const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Control characters written out, cut to so many characters. */
export function oneLine(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text;
  return cut.replace(
    unsafe,
    (character) => named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/u;
const without = /\p{Mark}/u;

/** How many places the text takes in a terminal. */
export function placesOf(text: string): number {
  let places = 0;
  for (const character of text) {
    if (character < "\u0300") places += 1;
    else if (!without.test(character)) places += wide.test(character) ? 2 : 1;
  }
  return places;
}
