/** A failure as people read it. */
export interface FailureText {
  /** What happened. */
  readonly message: string;
  /** What to do about it, where something can be done. */
  readonly remedy?: string | undefined;
  /** The command that the remedy names, for a button that copies it. */
  readonly command?: string | undefined;
}

/** What happened and the remedy as one text, for where there is one place for both. */
export function wholeText({ message, remedy }: FailureText): string {
  if (remedy === undefined) return message;
  return `${message}${message.includes("\n") ? "\n" : " "}${remedy}`;
}

/** The last words of a program, to be put behind a sentence about it. */
export function quoted(log: string): string {
  const text = log.trim();
  return text === "" ? " It wrote nothing." : ` It wrote:\n${text}`;
}

/** With a full stop at its end. */
export function sentence(text: string): string {
  return `${text}${/[.!?]$/.test(text) ? "" : "."}`;
}
