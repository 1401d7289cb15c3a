/**
 * Everything pipenb writes goes through here: results to stdout, what happens to stderr. On a terminal what is done now is
 * rewritten in place; elsewhere every status is a plain line. A reader that went away (`pipenb … | head`) is no crash.
 */
import { stripVTControlCharacters } from "node:util";
import picocolors from "picocolors";
import type { Output } from "./output.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMilliseconds = 80;

/** Lines at the end of a terminal, rewritten in place with a turning sign before the last. */
class StatusLines {
  readonly #stream: Output;
  readonly #colors: ReturnType<typeof picocolors.createColors>;
  #timer: NodeJS.Timeout | undefined;
  #lines: () => readonly string[] = () => [];
  #frame = 0;
  /** How many lines stand there above the one that the cursor is in. */
  #above = 0;

  constructor(stream: Output, colors: ReturnType<typeof picocolors.createColors>) {
    this.#stream = stream;
    this.#colors = colors;
  }

  /** They are asked for whenever they are drawn. */
  show(lines: () => readonly string[]): void {
    this.#lines = lines;
    this.#draw();
    this.#timer ??= setInterval(() => {
      this.#draw();
    }, frameMilliseconds).unref();
  }

  clear(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#stream.write(this.#back());
  }

  #draw(): void {
    const sign = this.#colors.cyan(frames[this.#frame++ % frames.length] ?? "");
    const room = Math.max(10, (this.#stream.columns ?? 80) - 3);
    const lines = this.#lines().map((line) => cut(line, room));
    const last = lines.pop() ?? "";
    const text = `${this.#back()}${[...lines, `${sign} ${last}`].join("\n")}`;
    this.#above = lines.length;
    this.#stream.write(text);
  }

  /** To where the first line begins, with nothing behind it. */
  #back(): string {
    const up = this.#above === 0 ? "" : `\u001b[${this.#above}A`;
    const rest = this.#above === 0 ? "\u001b[K" : "\u001b[J";
    this.#above = 0;
    return `\r${up}${rest}`;
  }
}

/** A line that is too long loses its colours with its end. */
function cut(line: string, room: number): string {
  const plain = stripVTControlCharacters(line);
  return plain.length <= room ? line : plain.slice(0, room);
}

export interface TerminalOptions {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const wantsColor = ({ stderr, env }: TerminalOptions): boolean => {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  if ((env["FORCE_COLOR"] ?? "") !== "") return env["FORCE_COLOR"] !== "0";
  return stderr.isTTY === true && env["TERM"] !== "dumb";
};

export class Terminal {
  /** Aborted when stdout has no reader any more. */
  readonly gone: AbortSignal;
  readonly colors: ReturnType<typeof picocolors.createColors>;
  /** One JSON object a line on stdout instead of text. */
  json = false;
  /** Says nothing of its own. */
  quiet = false;
  readonly #stdout: Output;
  readonly #stderr: Output;
  readonly #status: StatusLines | undefined;
  /** Whether the last thing on a shared terminal ended its line. */
  #atLineStart = true;
  #lastStatus = "";

  constructor(options: TerminalOptions) {
    this.#stdout = options.stdout;
    this.#stderr = options.stderr;
    this.colors = picocolors.createColors(wantsColor(options));
    const rewrites = options.stderr.isTTY === true && options.env["TERM"] !== "dumb";
    this.#status = rewrites ? new StatusLines(options.stderr, this.colors) : undefined;
    const gone = new AbortController();
    this.gone = gone.signal;
    options.stdout.on("error", (error) => {
      if (error.code === "EPIPE" || error.code === "ECONNRESET") gone.abort();
      else throw error;
    });
    // Nobody listens to what happens: the work goes on without telling it.
    options.stderr.on("error", () => {
      this.quiet = true;
    });
  }

  /** A result or a cell's own output, as it is. */
  out(text: string): void {
    this.#write(this.#stdout, text);
  }

  /** A cell's own stderr, as it is. */
  err(text: string): void {
    this.#write(this.#stderr, text);
  }

  /** One object for a script to read; nothing without --json. */
  event(object: Readonly<Record<string, unknown>>): void {
    if (this.json) this.out(`${JSON.stringify(object)}\n`);
  }

  /** A line about what happens, on stderr. */
  note(text: string): void {
    if (!this.quiet) this.#line(text);
  }

  /** A line on stderr that even --quiet lets through. */
  complain(text: string): void {
    this.#line(text);
  }

  /** What is being done now: rewritten in place on a terminal, a plain line elsewhere. */
  status(text: string): void {
    if (this.quiet || text === this.#lastStatus) return;
    this.#lastStatus = text;
    if (this.#status === undefined) this.#line(text);
    else if (this.#atLineStart) {
      const line = stripVTControlCharacters(text).replaceAll(/\s+/g, " ");
      this.#status.show(() => [line]);
    }
  }

  /** Several lines that are rewritten in place; they are asked for whenever they are drawn. Gives whether there is a terminal for it. */
  board(lines: () => readonly string[]): boolean {
    if (this.#status === undefined) return false;
    this.#lastStatus = "";
    if (!this.quiet && this.#atLineStart) this.#status.show(lines);
    return true;
  }

  /** Like status, for what is too fine for a log file. */
  detail(text: string): void {
    if (this.#status !== undefined) this.status(text);
  }

  /** Takes the status line away. */
  done(): void {
    this.#lastStatus = "";
    this.#status?.clear();
  }

  #line(text: string): void {
    this.#write(this.#stderr, `${this.#atLineStart ? "" : "\n"}${text}\n`);
  }

  #write(stream: Output, text: string): void {
    if (text === "") return;
    if (this.#status !== undefined) this.done();
    stream.write(text);
    this.#atLineStart = !this.#shared(stream) || text.endsWith("\n");
  }

  /** Output that is not seen on the same terminal leaves no half line there. */
  #shared(stream: Output): boolean {
    return stream === this.#stderr || (this.#stdout.isTTY === true && this.#stderr.isTTY === true);
  }
}
