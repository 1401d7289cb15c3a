/** The text of a cache file. It is signed, so that outputs come from this user's runs alone and never from a foreign repository. Pure. */
import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { parsedJson } from "../../notebook/parsed-json.ts";

const itemSchema = z.object({ mime: z.string(), base64: z.base64() });
const outputSchema = z.object({ items: z.array(itemSchema), metadata: z.record(z.string(), z.unknown()) });
const cellSchema = z.object({
  ran: z.object({ key: z.string(), before: z.string() }),
  name: z.string().optional(),
  index: z.int().nonnegative(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  success: z.boolean().optional(),
  /** Start and end. */
  timing: z.tuple([z.number(), z.number()]).optional(),
  outputs: z.array(outputSchema),
});
const headSchema = z.object({ pipenb: z.literal("outputs"), version: z.literal(1), signature: z.string() });

/** One output in all its forms. */
export type KeptOutput = Readonly<z.infer<typeof outputSchema>>;

/** A cell's outputs and the run they are from. */
export type KeptCell = Readonly<z.infer<typeof cellSchema>>;

export function writeCache(cells: readonly KeptCell[], secret: string): string {
  const body = JSON.stringify(cells);
  const head = { pipenb: "outputs", version: 1, signature: signed(body, secret) };
  return `${JSON.stringify(head)}\n${body}\n`;
}

/** Undefined for anything that {@link writeCache} has not written with the same secret. */
export function readCache(text: string, secret: string): readonly KeptCell[] | undefined {
  const end = text.indexOf("\n");
  const head = headSchema.safeParse(parsedJson(text.slice(0, end)));
  const body = text.slice(end + 1, -1);
  if (!head.success || !isSame(head.data.signature, signed(body, secret))) return undefined;
  return z.array(cellSchema).safeParse(parsedJson(body)).data;
}

function signed(body: string, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("base64url");
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}

const mostCharacters = 32_000_000;

/** The cells in their order, without those that ran longest ago where all would be too much for a file. */
export function newestThatFit(cells: readonly KeptCell[], most = mostCharacters): readonly KeptCell[] {
  const fitting = new Set<KeptCell>();
  let size = 0;
  for (const cell of [...cells].sort((a, b) => b.at - a.at)) {
    size += sizeOf(cell);
    if (size > most) break;
    fitting.add(cell);
  }
  return cells.filter((cell) => fitting.has(cell));
}

function sizeOf({ outputs }: KeptCell): number {
  return outputs
    .flatMap(({ items }) => items)
    .reduce((sum, { mime, base64 }) => sum + mime.length + base64.length, 200);
}
