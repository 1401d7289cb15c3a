/** Whether a value may be asked what it is as a dataframe: the answer runs code of dataframe libraries alone. */
import { inspect, types } from "node:util";
import { mayBeFrame } from "../../display/bundle.ts";

/** What a proxy of polars looks like from inside. */
const polarsProxy = /^Proxy \[ \{ _(?:df|s): Js/;

/** Not arrays, whose objects may have getters. May throw where a value only resembles a dataframe. */
export function mayAskFrame(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return types.isProxy(value) ? isOfPolars(value) : mayBeFrame(value);
}

/** Other proxies are not asked anything: their answers are code of the cells. */
function isOfPolars(proxy: object): boolean {
  const inside = { depth: 1, showProxy: true, customInspect: false, compact: true } as const;
  return polarsProxy.test(inspect(proxy, { ...inside, breakLength: Number.POSITIVE_INFINITY }));
}
