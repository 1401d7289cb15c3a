/** The cells' variables, for a client that shows them. */
import type { ReplySent } from "../../protocol/requests.ts";
import type { Variable } from "../../protocol/variables.ts";
import type { Question } from "../wire/packet-table.ts";

/** As far as the session is asked. */
interface Variables {
  /** Names that cells have declared, the newest last. */
  readonly ownNames: readonly string[];
  ask(question: Question): Promise<readonly string[]>;
}

/** Content of `pipenb_variables_reply`. */
export async function listVariables(
  busy: boolean,
  session: Variables,
): Promise<ReplySent<"pipenb_variables_request">> {
  const told = busy ? [] : await session.ask({ about: "variables", names: session.ownNames });
  return { status: "ok", busy, variables: told.map(variableOf) };
}

/** SAFETY: made by the runtime, our own program. */
const variableOf = (text: string): Variable => JSON.parse(text) as Variable;
