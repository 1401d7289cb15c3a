/** Why a language server gave no answer. */
export type LanguageServerErrorCode =
  /** The process could not be started, or died again and again: nothing is tried any more. */
  | "cannot-start"
  /** The process ended before it answered; the next question starts another one. */
  | "died"
  /** The server does not want to, with words for the user: "You cannot rename this element." */
  | "refused"
  /** The server failed at the question. */
  | "failed"
  /** Nobody needs the server any more. */
  | "disposed";

/** What questions to a language server reject with: a code to branch on, and a message that says what to do next. */
export class LanguageServerError extends Error {
  readonly code: LanguageServerErrorCode;

  constructor(code: LanguageServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LanguageServerError";
    this.code = code;
  }
}
