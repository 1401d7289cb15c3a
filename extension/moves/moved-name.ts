/** What renaming a file or a folder makes of the names of what is in it. Pure. */

/** A file or folder that got another name; both are URIs as text. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** The new name of what had this one; undefined for what is elsewhere. */
export function movedName(name: string, { from, to }: Move): string | undefined {
  if (name === from) return to;
  return name.startsWith(`${from}/`) ? `${to}${name.slice(from.length)}` : undefined;
}

/** Whether it is the file or folder itself, or in it. */
export function isAtOrBelow(name: string, place: string): boolean {
  return movedName(name, { from: place, to: place }) !== undefined;
}
