/** Which variables may hold the dataframe that an expression of the code is about, the likeliest first. */
import { chainStartingAt } from "./chain.ts";
import type { Chain } from "./chain.ts";
import { isLibrary } from "./column-calls.ts";
import type { Enclosing } from "./enclosing.ts";
import type { Tokens } from "./tokens.ts";

/** Names that stand for one another are followed no further. */
const mostSteps = 5;

/** Expressions that can be looked at. @param around the brackets around the chain, the innermost first */
export function framesMeant(
  tokens: Tokens,
  chain: Chain,
  around: readonly Enclosing[],
  steps = mostSteps,
): readonly string[] {
  const { root, start, plain } = chain;
  if (root === undefined || plain === undefined || isLibrary(root)) return [];
  const found = [plain];
  // Of `rows[0]` the rows are asked about as well.
  const withoutElements = plain.replace(/(?:\[[^\]]*\])+$/, "");
  if (withoutElements !== plain) found.push(withoutElements);
  if (steps === 0) return found;
  for (const next of standsFor(tokens, root, start, around))
    found.push(...framesMeant(tokens, next, around, steps - 1));
  return [...new Set(found)];
}

/** What gives a name its value: the frame whose method calls the function of which it is a parameter, the rows of a loop, a declaration. */
function standsFor(
  tokens: Tokens,
  name: string,
  before: number,
  around: readonly Enclosing[],
): readonly Chain[] {
  let isFound = false;
  for (const { kind, of, from, key } of around) {
    isFound ||= isParameter(tokens, key === undefined ? from : from + 2, name);
    if (isFound && kind === "call" && of !== undefined) return [of];
  }
  const { all } = tokens;
  for (let at = before - 1; at > 0; at -= 1) {
    if (all[at]?.text !== name || !/^(?:const|let|var)$/.test(all[at - 1]?.text ?? "")) continue;
    const value = valueStart(tokens, at + 1);
    const chain = value === undefined ? undefined : chainStartingAt(tokens, value);
    return chain === undefined || chain.root === name ? [] : [chain];
  }
  return [];
}

/** Whether a function starts at the index that has this parameter. */
function isParameter({ all, closer }: Tokens, from: number, name: string): boolean {
  let at = from;
  if (all[at]?.text === "async") at += 1;
  if (all[at]?.text === "function") at += all[at + 1]?.kind === "word" ? 2 : 1;
  if (all[at]?.text !== "(")
    return all[at]?.text === name && all[at + 1]?.text === "=" && all[at + 2]?.text === ">";
  const end = closer.get(at) ?? at;
  return all.slice(at + 1, end).some(({ text }, index, inside) => {
    const previous = inside[index - 1]?.text;
    return text === name && (previous === undefined || previous === ",");
  });
}

/** Behind `=` or `of`, and behind a type before that; undefined where there is neither. */
function valueStart({ all }: Tokens, from: number): number | undefined {
  for (let at = from; at < from + 40; at += 1) {
    const text = all[at]?.text;
    if (text === undefined || text === ";") return undefined;
    if (text !== "of" && text !== "=") continue;
    return all[at + 1]?.text === "await" ? at + 2 : at + 1;
  }
  return undefined;
}
