/**
 * Who writes a journal of objects: a line of the journal says it, and an object of the process that is written anew every few seconds
 * says that it lives. How old that is the store's own clock knows.
 */
import { parsedJson } from "../../../notebook/parsed-json.ts";
import type { Holder } from "../journal-store.ts";
import type { Bucket } from "./bucket.ts";

export interface HolderId {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
}

const mark = '{"holder":';

/** The line by which a process begins to write. */
export function holderLine({ id, host, pid }: HolderId, at: Date): string {
  return `${JSON.stringify({ holder: { id, host, pid }, at: at.toISOString() })}\n`;
}

export const isHolderLine = (line: string): boolean => line.startsWith(mark);

/** The last one who has begun to write; undefined where nobody has. */
export function lastHolder(text: string): HolderId | undefined {
  const before = text.lastIndexOf(`\n${mark}`);
  if (before === -1 && !isHolderLine(text)) return undefined;
  return parseHolder(text.slice(before + 1, text.indexOf("\n", before + 1)));
}

function parseHolder(line: string): HolderId | undefined {
  const holder: unknown = Reflect.get(Object(parsedJson(line)), "holder");
  // SAFETY: every field is optional, and is looked at below before it counts.
  const { id, host, pid } = Object(holder) as Partial<Record<keyof HolderId, unknown>>;
  if (typeof id !== "string" || typeof host !== "string" || typeof pid !== "number") return undefined;
  return { id, host, pid };
}

const aliveKey = (id: string): string => `holders/${id}`;
const stopKey = (id: string): string => `holders/${id}.stop`;

/** Whether it was heard of lately. */
export async function isAlive(bucket: Bucket, { id }: HolderId, leaseMilliseconds: number): Promise<boolean> {
  const age = await bucket.age(aliveKey(id));
  return age !== undefined && age < leaseMilliseconds;
}

export async function askToStop(bucket: Bucket, { id, host, pid }: HolderId): Promise<Holder> {
  await bucket.write(stopKey(id), "");
  return { host, pid };
}

/** Says that it lives until that is ended, and hears whether somebody asks it to stop. */
export async function keepAlive(
  bucket: Bucket,
  { id, host, pid }: HolderId,
  { every, onStop }: { readonly every: number; readonly onStop: () => void },
): Promise<() => Promise<void>> {
  const text = `${host}, process ${pid}\n`;
  await bucket.write(aliveKey(id), text);
  let told = false;
  let turn: Promise<void> | undefined;
  const say = async (): Promise<void> => {
    // Where the store does not answer the next turn may help, and lines that somebody else writes are seen when one is written.
    await bucket.write(aliveKey(id), text).catch(() => undefined);
    const asked = told ? undefined : await bucket.read(stopKey(id)).catch(() => undefined);
    if (asked === undefined) return;
    told = true;
    onStop();
  };
  const timer = setInterval(() => {
    turn ??= say().finally(() => {
      turn = undefined;
    });
  }, every).unref();
  return async () => {
    clearInterval(timer);
    await turn; // what it writes would stay
    await forget(bucket, id);
  };
}

/** What is left of one that has ended. */
export async function forget(bucket: Bucket, id: string): Promise<void> {
  for (const key of [aliveKey(id), stopKey(id)]) await bucket.delete(key).catch(() => undefined);
}
