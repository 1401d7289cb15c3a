import { inspect } from "node:util";
export interface Bundle {
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
}
export function toBundle(value: unknown): Bundle | Promise<Bundle> {
  return value === undefined
    ? { data: {}, metadata: {} }
    : { data: { "text/plain": inspect(value) }, metadata: {} };
}
