/** Whether a string of the code is the name of a column, and of which dataframe. */
import { columnCall, isLibrary } from "./column-calls.ts";
import { chainStartingAt } from "./chain.ts";
import type { Chain } from "./chain.ts";
import { enclosing } from "./enclosing.ts";
import type { Enclosing } from "./enclosing.ts";
import { framesMeant } from "./frames-meant.ts";
import type { Literal } from "./literal-at.ts";
import type { Tokens } from "./tokens.ts";

/** Whose columns are asked for. */
export interface ColumnsOf {
  /** Expressions, the likeliest first: that of the first which is a dataframe is meant. */
  readonly frames: readonly string[];
  /** Whether the columns of every dataframe in scope are meant where none of these is one. */
  readonly orAny: boolean;
}

/** Undefined where it is no column's name. */
export function columnsAt(tokens: Tokens, { first }: Literal): ColumnsOf | undefined {
  const around = [...enclosing(tokens, first)];
  let key: string | undefined;
  let isKey = false;
  for (const [depth, each] of around.entries()) {
    switch (each.kind) {
      case "array":
        continue;
      case "object":
        key ??= each.key;
        isKey = each.from === first && depth === 0;
        continue;
      case "element":
        return each.of === undefined || depth > 1 || isLibrary(each.of.root ?? "")
          ? undefined
          : { frames: framesMeant(tokens, each.of, around), orAny: false };
      case "call":
        return ofCall(tokens, around.slice(depth), { key, isKey });
      case "other":
        return undefined;
    }
  }
  return undefined;
}

function ofCall(
  tokens: Tokens,
  around: readonly Enclosing[],
  inside: { readonly key: string | undefined; readonly isKey: boolean },
): ColumnsOf | undefined {
  const [call, ...outer] = around;
  if (call?.of === undefined) return undefined;
  const { argument, open, of } = call;
  const called = columnCall([of.root ?? "", ...of.members], { argument, ...inside });
  if (called === undefined) return undefined;
  const other = called.isOfOther === true ? chainStartingAt(tokens, open + 1) : undefined;
  const chains: Chain[] = other === undefined ? [of, ...outer.flatMap((each) => each.of ?? [])] : [other];
  const frames = new Set(chains.flatMap((chain) => framesMeant(tokens, chain, outer)));
  // `const large = orders.filter(pl.col("`: what is being declared is no frame yet.
  return { frames: [...frames], orAny: called.isSure };
}
