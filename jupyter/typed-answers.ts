/**
 * Adds to a kernel's answers, which come from the values that are there, what the language knows: types, documentation, and code that
 * has not run. An answer waits for that a short while, and goes without it then; the question is still answered, so that what a slow machine
 * has to start and to load for it is there for the next one.
 */
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import type { RawFrame } from "../protocol/codec.ts";
import { toPoints, toUnits } from "../protocol/code-points.ts";
import { ExecuteRequestSchema } from "../protocol/message.ts";
import type { ReplySent } from "../protocol/requests.ts";
import type { CellLanguage, CodeAt, KnownName } from "./cell-language.ts";
import { parsedObject } from "./parsed-object.ts";

const PlaceSchema = z.object({ code: z.string(), cursor_pos: z.number().int().min(0) });

type Question = "complete_request" | "inspect_request";
type Language = Pick<CellLanguage, "complete" | "explain" | "close">;

export interface TypedAnswersOptions {
  /** Asked for with the first question, and never again where that fails. */
  readonly open: () => Promise<Language>;
  /** To the client. */
  readonly deliver: (frame: RawFrame) => void;
  /** Milliseconds that an answer waits. */
  readonly patience?: Readonly<Record<Question, number>>;
}

/** A reply of the kernel with what the language adds. */
type Addition = (reply: RawFrame) => RawFrame;

/** JupyterLab takes no completion after a second, its own way included, and waits for an inspection as long as the cursor stays. */
const usualPatience = { complete_request: 500, inspect_request: 3_000 };
/** Of cells that were run and changed many times the oldest are forgotten. */
const mostCells = 300;

export class TypedAnswers {
  readonly #options: TypedAnswersOptions;
  /** Requests to run cells, the oldest first; read when somebody asks. */
  readonly #ran: Uint8Array[] = [];
  readonly #additions = new Map<string, Promise<Addition | undefined>>();
  /** Of questions whose answers went without the language; each goes on until another question comes. */
  readonly #late: AbortController[] = [];
  #language: Promise<Language | undefined> | undefined;

  constructor(options: TypedAnswersOptions) {
    this.#options = options;
  }

  /** A message on its way to the kernel. */
  asked({ header, content }: RawFrame): void {
    const { msg_type: type, msg_id: id } = header;
    if (type === "execute_request") {
      if (this.#ran.push(content) > mostCells) this.#ran.shift();
    } else if (type === "complete_request" || type === "inspect_request") {
      const at = this.#placeOf(content);
      // Where any name may stand the list of all helps nobody, and the values have told theirs.
      const isAsked = at !== undefined && (type === "inspect_request" || nameBefore(at) !== undefined);
      if (isAsked) this.#additions.set(id, this.#add(type, at));
    }
  }

  /** A message of the kernel. */
  answered(frame: RawFrame): void {
    const id = frame.channel === "shell" ? (frame.parentHeader?.msg_id ?? "") : "";
    const addition = this.#additions.get(id);
    if (addition === undefined) {
      this.#options.deliver(frame);
      return;
    }
    this.#additions.delete(id);
    // Nothing that comes later is about this answer.
    void addition.then((add) => {
      this.#options.deliver(add === undefined ? frame : add(frame));
    });
  }

  close(): void {
    void this.#language?.then((language) => language?.close());
  }

  /** undefined for what is no question. */
  #placeOf(content: Uint8Array): CodeAt | undefined {
    const { data } = PlaceSchema.safeParse(parsedObject(content));
    if (data === undefined) return undefined;
    const { code, cursor_pos: cursor } = data;
    const ran = new Set<string>();
    for (const request of this.#ran) {
      const cell = ExecuteRequestSchema.safeParse(parsedObject(request)).data;
      if (cell === undefined || cell.silent) continue;
      ran.delete(cell.code); // run again, it stands where it ran last
      ran.add(cell.code);
    }
    ran.delete(code);
    return { ran: [...ran], code, offset: toUnits(code, cursor) };
  }

  async #add(type: Question, at: CodeAt): Promise<Addition | undefined> {
    for (const question of this.#late.splice(0)) question.abort();
    this.#language ??= this.#options.open().catch(() => undefined);
    const question = new AbortController();
    const { signal } = question;
    const milliseconds = (this.#options.patience ?? usualPatience)[type];
    const late = pause(milliseconds, undefined, { ref: false }).then(() => {
      this.#late.push(question);
      return undefined;
    });
    const found = this.#language.then(async (language): Promise<Addition | undefined> => {
      if (language === undefined || signal.aborted) return undefined;
      if (type === "complete_request") {
        const names = await language.complete(at, signal);
        return rewritten<ReplySent<"complete_request">>((reply) => withNames(reply, names, at));
      }
      const known = await language.explain(at, signal);
      if (known === undefined) return undefined;
      return rewritten<ReplySent<"inspect_request">>((reply) => withDeclaration(reply, known));
    });
    return Promise.race([found.catch(() => undefined), late]);
  }
}

function rewritten<Reply extends object>(rewrite: (reply: Reply) => Reply): Addition {
  return (frame) => {
    // SAFETY: an answer of our own kernel.
    const reply = parsedObject(frame.content) as Reply & { readonly status?: string };
    return reply.status === "ok" ? { ...frame, content: Buffer.from(JSON.stringify(rewrite(reply))) } : frame;
  };
}

/** Names that the values do not know come behind those that they know. */
export function withNames(
  reply: ReplySent<"complete_request">,
  names: readonly KnownName[],
  { code, offset }: Pick<CodeAt, "code" | "offset">,
): ReplySent<"complete_request"> {
  const typed = nameBefore({ code, offset }) ?? "";
  const start = toPoints(code, offset - typed.length);
  // Inside of a string the values have the last word.
  if (reply.cursor_start !== start) return reply;
  const known = new Set(reply.matches);
  const added = names.filter(({ name }) => name.startsWith(typed) && !known.has(name));
  const types: unknown = reply.metadata?.["_jupyter_types_experimental"];
  const end = toPoints(code, offset);
  return {
    ...reply,
    ...(reply.matches.length === 0 ? { cursor_end: end } : {}),
    matches: [...reply.matches, ...added.map(({ name }) => name)],
    metadata: {
      ...reply.metadata,
      _jupyter_types_experimental: [
        ...(Array.isArray(types) ? (types as unknown[]) : []),
        ...added.map(({ name, type }) => ({ text: name, type, start, end })),
      ],
    },
  };
}

/** The name that ends at the cursor, "" behind a dot; undefined where none has begun. */
function nameBefore({ code, offset }: Pick<CodeAt, "code" | "offset">): string | undefined {
  const before = code.slice(0, offset);
  const typed = /[\p{ID_Continue}$\u200c\u200d]*$/u.exec(before)?.[0] ?? "";
  return typed === "" && !/\.\s*$/.test(before) ? undefined : typed;
}

/** The declaration goes before the value; what both say is said once. */
export function withDeclaration(
  reply: ReplySent<"inspect_request">,
  known: string,
): ReplySent<"inspect_request"> {
  const markdown = textOf(reply.data?.["text/markdown"]);
  const told = markdown
    .split("\n\n")
    // Of a function the kernel says the declaration, without its types.
    .filter((part) => part !== "" && !part.startsWith("```typescript\n") && !known.includes(part));
  const hasDeclaration = markdown.startsWith("```typescript\n");
  const lines = textOf(reply.data?.["text/plain"]).split("\n");
  const plainKnown = plainOf(known);
  const plain = hasDeclaration ? [] : lines.filter((line) => line === "" || !plainKnown.includes(line));
  return {
    ...reply,
    found: true,
    data: {
      ...reply.data,
      "text/markdown": [known, ...told].join("\n\n"),
      "text/plain": [plainKnown, plain.join("\n").trim()].filter((part) => part !== "").join("\n\n"),
    },
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** Without the fences around code. */
const plainOf = (markdown: string): string => markdown.replace(/^```.*\n?/gm, "").trim();
