/** The cells that the kernel has run, for clients that look back: one session for each runtime, its lines by their counts. */
import type { ReplySent, RequestRead } from "../../protocol/requests.ts";

type Request = RequestRead<"history_request">;
type Told = ReplySent<"history_request">["history"];

interface Entry {
  readonly session: number;
  readonly line: number;
  readonly code: string;
  /** Content of the message that has shown its result, as JSON. */
  result?: string;
}

/** Older cells are forgotten. */
const mostEntries = 10_000;
/** What a longer result was, nobody looks up here. */
const longestResult = 4 * 1024;
const usualTail = 10;

export class History {
  #entries: Entry[] = [];
  #session = 1;

  /** A cell has begun. */
  add(line: number, code: string): void {
    this.#entries.push({ session: this.#session, line, code });
    if (this.#entries.length > 2 * mostEntries) this.#entries = this.#entries.slice(-mostEntries);
  }

  /** The newest cell has shown its result; `parts` are those of `shownTexts`. */
  addResult(line: number, [, content]: readonly Buffer[]): void {
    const entry = this.#entries.at(-1);
    if (entry?.session !== this.#session || entry.line !== line || content === undefined) return;
    // A text: bytes, even copied ones, lie in memory with many others that they would keep.
    if (content.length <= longestResult) entry.result = content.toString();
  }

  /** A new runtime counts from one. */
  beginSession(): void {
    this.#session += 1;
  }

  /** What was asked for, the oldest first. */
  find(request: Request): Told {
    return this.#found(request).map(({ session, line, code, result }) => [
      session,
      line,
      request.output ? [code, textOf(result)] : code,
    ]);
  }

  #found(request: Request): readonly Entry[] {
    const { n } = request;
    const all = this.#entries.slice(-mostEntries);
    switch (request.hist_access_type) {
      case "tail":
        return newest(all, n ?? usualTail);
      case "search": {
        const pattern = patternOf(request.pattern ?? "*");
        const found = all.filter(({ code }) => pattern.test(code));
        return newest(request.unique ? eachOnce(found) : found, n ?? found.length);
      }
      case "range":
        return this.#range(all, request);
    }
  }

  #range(all: readonly Entry[], { session, start, stop }: Request): readonly Entry[] {
    const wanted = session ?? 0;
    const number = wanted > 0 ? wanted : this.#session + wanted;
    const entries = all.filter((entry) => entry.session === number);
    const end = (entries.at(-1)?.line ?? 0) + 1;
    const from = fromEnd(start ?? 0, end);
    const to = stop === undefined || stop === null || stop === 0 ? end : fromEnd(stop, end);
    return entries.filter(({ line }) => line >= from && line < to);
  }
}

const newest = (entries: readonly Entry[], count: number): readonly Entry[] =>
  count > 0 ? entries.slice(-count) : [];

const fromEnd = (line: number, end: number): number => (line < 0 ? end + line : line);

/** The newest of each text. */
function eachOnce(entries: readonly Entry[]): readonly Entry[] {
  const last = new Map(entries.map((entry) => [entry.code, entry]));
  return entries.filter((entry) => last.get(entry.code) === entry);
}

/** A pattern of the shell's kind, as IPython has them. */
function patternOf(glob: string): RegExp {
  const source = glob.replace(/\*+|\?|\[\^?\]?[^\]]*\]|[^]/gu, (part) => {
    if (part.startsWith("*")) return ".*";
    if (part === "?") return ".";
    if (part.length < 3 || !part.startsWith("[")) return escaped(part);
    const negated = part.startsWith("[^");
    const inside = part.slice(negated ? 2 : 1, -1).replaceAll(/[\\[\]^]/g, "\\$&");
    return `[${negated ? "^" : ""}${inside}]`;
  });
  try {
    return new RegExp(`^${source}$`, "su");
  } catch {
    // A range the wrong way round and the like.
    return new RegExp(`^${escaped(glob)}$`, "su");
  }
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

function textOf(result: string | undefined): string | null {
  if (result === undefined) return null;
  // SAFETY: the content of an execute_result, made by the runtime, our own program.
  const { data } = JSON.parse(result) as { readonly data: Readonly<Record<string, unknown>> };
  const text = data["text/plain"];
  return typeof text === "string" ? text : null;
}
