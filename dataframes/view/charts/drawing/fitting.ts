/** As much of the text as there is room for. Pure. */
export function fitting(text: string, room: number, measure: (text: string) => number): string {
  if (measure(text) <= room) return text;
  let length = text.length;
  while (length > 1 && measure(`${text.slice(0, length)}…`) > room)
    length -= Math.max(1, Math.floor(length / 12));
  return `${text.slice(0, length).toWellFormed()}…`;
}
