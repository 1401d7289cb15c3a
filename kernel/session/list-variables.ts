/** The cells' variables, for a client that shows them. */
import type { Question } from "../wire/frame.ts";

/** Content of `pipenb_variables_reply`. */
export async function listVariables(
  busy: boolean,
  ask: (question: Question) => Promise<readonly string[]>,
): Promise<object> {
  const told = busy ? [] : await ask({ about: "variables" });
  return { status: "ok", busy, variables: told.map((text): unknown => JSON.parse(text)) };
}
