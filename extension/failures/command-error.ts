/** Why a command of the editor was refused. */
export type CommandErrorCode =
  /** Nothing runs or builds in a workspace that is not trusted. */
  | "untrusted"
  /** There is no notebook to work on. */
  | "no-notebook"
  /** The notebook has errors. */
  | "notebook"
  /** Its front matter has. */
  | "front-matter"
  /** npm has none of that name. */
  | "no-such-package"
  /** A backfill cannot be had of the notebook, or not now. */
  | "backfill"
  /** Cells cannot be debugged here. */
  | "no-debugger";

/** What a refused command gives: a code to branch on, and a message that says what to do next. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly code: CommandErrorCode;

  constructor(code: CommandErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** There is no notebook in front that a command could be for. */
export const noNotebook = (): CommandError =>
  new CommandError("no-notebook", "Open a .pipenb notebook first.");
