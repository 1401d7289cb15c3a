import { exitCode } from "../exit-code.ts";

/** The exit code a failed cell asks for: 75 and 42 where its error says so, 130 when it was interrupted. */
export function failureCode(error: { readonly exit_code?: number | undefined }): number {
  return error.exit_code ?? exitCode.failed;
}
