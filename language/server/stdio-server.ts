/**
 * A language server over stdio that is there whenever it is needed: started by the first message, again by the first question
 * after its process has died, and given up when it dies again and again.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { InitializeResult } from "vscode-languageserver-protocol";
import { LanguageServerError } from "./language-server-error.ts";
import type { LanguageServer, Notifications, Requests } from "./language-server.ts";
import type { Ask, ServerDialect } from "./server-dialect.ts";
import { startServerProcess } from "./server-process.ts";
import type { ServerProcess } from "./server-process.ts";

export interface StdioServerOptions {
  readonly dialect: ServerDialect;
  /** What the server writes to its standard error stream. */
  readonly log: (text: string) => void;
  /** Called once, when the server is given up. */
  readonly onGivenUp?: (error: LanguageServerError) => void;
}

/** A death within this time after the start counts as a failed start. */
const shortLifeMilliseconds = 20_000;
const mostShortLives = 5;
const firstPauseMilliseconds = 100;

/** Makes a server that is not started yet. */
export function createStdioServer(options: StdioServerOptions): LanguageServer {
  return new StdioServer(options);
}

class StdioServer implements LanguageServer {
  configuration: (section: string) => unknown = () => null;
  onRestart: (() => void) | undefined;

  readonly #options: StdioServerOptions;
  readonly #disposal = new AbortController();
  #process: ServerProcess | undefined;
  #starting: Promise<ServerProcess> | undefined;
  #starts = 0;
  #shortLives = 0;
  #givenUp: LanguageServerError | undefined;
  #capabilities: InitializeResult["capabilities"] | undefined;

  constructor(options: StdioServerOptions) {
    this.#options = options;
  }

  get capabilities(): InitializeResult["capabilities"] | undefined {
    return this.#capabilities;
  }

  get tokenLegend(): LanguageServer["tokenLegend"] {
    const legend = this.#capabilities?.semanticTokensProvider?.legend;
    return legend === undefined ? undefined : (this.#options.dialect.legend?.(legend) ?? legend);
  }

  start(): void {
    if (this.#starts > 0 || this.#isOver) return;
    this.#started().catch((error: unknown) => {
      this.#options.log(`${String(error)}\n`);
    });
  }

  async request<Method extends keyof Requests>(
    method: Method,
    parameters: Requests[Method][0],
    signal?: AbortSignal,
  ): Promise<Requests[Method][1]> {
    const { instead, answer } = this.#options.dialect;
    const otherwise = instead?.[method]?.(this.#ask, parameters, signal);
    if (otherwise !== undefined) return otherwise;
    // SAFETY: the protocol's own types, for a program that is delivered together with this one and tested against them.
    const answered = (await this.#ask(method, parameters, signal)) as Requests[Method][1];
    const translate = answer?.[method];
    return translate === undefined ? answered : translate(answered);
  }

  diagnose(uri: string, signal?: AbortSignal): ReturnType<LanguageServer["diagnose"]> {
    return this.#options.dialect.diagnose(this.#ask, uri, signal);
  }

  notify<Method extends keyof Notifications>(method: Method, parameters: Notifications[Method]): void {
    if (this.#process !== undefined) this.#process.tell(method, parameters);
    else if (this.#starts <= 1 && !this.#isOver) {
      // The very first process gets everything in order. Later ones are told by `onRestart` how things stand.
      this.#started().then(
        (process) => {
          process.tell(method, parameters);
        },
        (error: unknown) => {
          this.#options.log(`${String(error)}\n`);
        },
      );
    }
  }

  configurationChanged(): void {
    if (this.#process === undefined) return;
    const { takesChangedSettings, settings } = this.#options.dialect;
    if (takesChangedSettings)
      this.#process.tell("workspace/didChangeConfiguration", { settings: settings(this.configuration) });
    else this.#end();
  }

  dispose(): void {
    this.#disposal.abort(new LanguageServerError("disposed", "The language server has been closed."));
    this.#end();
  }

  readonly #ask: Ask = async (method, parameters, signal) => {
    try {
      // At once where there is a process: notifications that come after it must not overtake it.
      const process = this.#process ?? (await this.#started());
      return await process.ask(method, parameters, signal);
    } catch (error) {
      this.#throwIfOver();
      throw error;
    }
  };

  get #isOver(): boolean {
    return this.#givenUp !== undefined || this.#disposal.signal.aborted;
  }

  #throwIfOver(): void {
    this.#disposal.signal.throwIfAborted();
    if (this.#givenUp !== undefined) throw this.#givenUp;
  }

  /** Ends the process on purpose. */
  #end(): void {
    const process = this.#process;
    this.#process = undefined;
    this.#starting = undefined;
    process?.kill();
  }

  /** Lets a machine that is short of something breathe. */
  async #pause(): Promise<void> {
    if (this.#shortLives === 0) return;
    await sleep(firstPauseMilliseconds * 2 ** (this.#shortLives - 1), undefined, {
      signal: this.#disposal.signal,
    });
  }

  #count(lifeMilliseconds: number): void {
    this.#shortLives = lifeMilliseconds < shortLifeMilliseconds ? this.#shortLives + 1 : 0;
    if (this.#shortLives < mostShortLives || this.#isOver) return;
    const { dialect, onGivenUp } = this.#options;
    this.#givenUp = new LanguageServerError(
      "cannot-start",
      `${dialect.name}'s language server ended ${mostShortLives} times right after its start. Look at its log, then reload the window to try again.`,
    );
    onGivenUp?.(this.#givenUp);
  }

  #started(): Promise<ServerProcess> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<ServerProcess> {
    const { dialect, log } = this.#options;
    this.#starts += 1;
    const began = performance.now();
    try {
      this.#throwIfOver();
      await this.#pause();
      const process = await startServerProcess({
        dialect,
        log,
        configuration: (section) => this.configuration(section),
        signal: this.#disposal.signal,
      });
      this.#throwIfOver();
      void process.ended.then(() => {
        if (this.#process !== process) return;
        this.#process = undefined;
        this.#starting = undefined;
        this.#count(performance.now() - began);
      });
      this.#capabilities = process.capabilities;
      this.#process = process;
      if (this.#starts > 1) this.onRestart?.();
      return process;
    } catch (error) {
      this.#starting = undefined;
      this.#throwIfOver();
      this.#count(0);
      this.#throwIfOver();
      throw error;
    }
  }
}
