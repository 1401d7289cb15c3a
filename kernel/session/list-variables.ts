/** The cells' variables, for a client that shows them. */
import type { Question } from "../wire/packet-table.ts";

/** As far as the session is asked. */
interface Variables {
  /** Names that cells have declared, the newest last. */
  readonly ownNames: readonly string[];
  ask(question: Question): Promise<readonly string[]>;
}

/** Content of `pipenb_variables_reply`. */
export async function listVariables(busy: boolean, session: Variables): Promise<object> {
  const told = busy ? [] : await session.ask({ about: "variables", names: session.ownNames });
  return { status: "ok", busy, variables: told.map((text): unknown => JSON.parse(text)) };
}
