/**
 * What an output carries so that a window that is loaded anew knows whose it is: later output of the same request comes below it, and
 * its display can be changed. Pure.
 */
import * as z from "zod";
import { lateMark, noOutputs } from "../../protocol/cell-outputs.ts";
import type { OutputMark, Outputs } from "../../protocol/cell-outputs.ts";

/** Under what an output's metadata has it. */
export const shownKey = "pipenbShown";

const ShownAsSchema = z.object({
  /** Id of the request whose output it is. */
  request: z.string(),
  displayId: z.string().optional(),
});

export type ShownAs = z.infer<typeof ShownAsSchema>;

/** An output as the editor holds it. */
export interface HeldOutput {
  readonly items: readonly { readonly mime: string; readonly data: Uint8Array }[];
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** The request that a cell's outputs are of, and the outputs by their keys; undefined where they do not say. */
export function runOfOutputs<Output extends HeldOutput>(
  held: readonly Output[],
):
  | { readonly request: string; readonly outputs: Outputs; readonly held: ReadonlyMap<number, Output> }
  | undefined {
  const all = held.map((output) => ({
    output,
    as: ShownAsSchema.safeParse(output.metadata?.[shownKey]).data,
  }));
  const request = all.findLast(({ as }) => as !== undefined)?.as?.request;
  if (request === undefined) return undefined;
  const marks = all.map(({ output, as }, index) => markOf(output, index + 1, as?.displayId));
  const isLate = held.some(({ items: [item] }) => item !== undefined && startsLate(item.data));
  return {
    request,
    outputs: { ...noOutputs, marks, nextKey: marks.length + 1, isLate },
    held: new Map(held.map((output, index) => [index + 1, output])),
  };
}

const startsLate = (data: Uint8Array): boolean =>
  Buffer.from(data.subarray(0, lateMark.length)).toString() === lateMark;

const streamType = /^application\/vnd\.code\.notebook\.(stdout|stderr)$/;

function markOf({ items }: HeldOutput, key: number, displayId: string | undefined): OutputMark {
  const name = streamType.exec(items[0]?.mime ?? "")?.[1];
  if (name === "stdout" || name === "stderr") return { kind: "stream", key, name };
  return { kind: "bundle", key, displayId, executionCount: undefined };
}
