/** A question on the terminal that is answered by yes or no. */
import { createInterface } from "node:readline/promises";
import { CliError } from "../cli-error.ts";

/** Where nobody can be asked, `remedy` says how to answer beforehand, and the command ends. */
export async function askYesNo(question: string, remedy: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new CliError("usage", `Nobody is there to be asked: ${question}`, { remedy });
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await asking.question(`${question} [y/N] `)).trim());
  } finally {
    asking.close();
  }
}
