/** One process of a language server: started, greeted, asked. How it ends is known to whoever waits for `ended`. */
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import {
  CancellationTokenSource,
  ConnectionError,
  createMessageConnection,
  ErrorCodes,
  ResponseError,
} from "vscode-jsonrpc/node";
import { StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import type { MessageConnection } from "vscode-jsonrpc/node";
import type { InitializeResult } from "vscode-languageserver-protocol";
import * as z from "zod";
import { clientCapabilities } from "./client-capabilities.ts";
import { LanguageServerError } from "./language-server-error.ts";
import type { Configuration, ServerDialect } from "./server-dialect.ts";

/** "The request failed for a reason that a user may read", of the protocol. */
const requestFailed = -32803;
/** What questions fail with that could not be sent, or have lost their connection. */
const gone: readonly number[] = [
  ErrorCodes.MessageWriteError,
  ErrorCodes.MessageReadError,
  ErrorCodes.PendingResponseRejected,
  ErrorCodes.ConnectionInactive,
];
const greetingMilliseconds = 60_000;

const ConfigurationItemsSchema = z.object({ items: z.array(z.object({ section: z.string().optional() })) });

/** A process that has answered the first message. */
export interface ServerProcess {
  readonly capabilities: InitializeResult["capabilities"];
  /** Settles with words on why, as soon as the process has ended. */
  readonly ended: Promise<string>;
  ask(method: string, parameters: object, signal: AbortSignal | undefined): Promise<unknown>;
  tell(method: string, parameters: object): void;
  kill(): void;
}

export interface ServerProcessOptions {
  readonly dialect: ServerDialect;
  readonly configuration: Configuration;
  /** What the server writes to its standard error stream. */
  readonly log: (text: string) => void;
  /** Ends the start. */
  readonly signal: AbortSignal;
}

/** Starts a server; rejects with a `LanguageServerError` "died" when it ends before it is ready. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { dialect, log, signal } = options;
  signal.throwIfAborted();
  const { command, arguments: words, environment } = dialect.program;
  const child = spawn(command, words, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...environment },
    // Not the place of a notebook: some servers look for settings and packages where they stand.
    cwd: tmpdir(),
    windowsHide: true,
  });
  const kill = (): void => {
    child.kill("SIGKILL");
  };
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("exit", (status, by) => {
      resolve(by === null ? `it ended with code ${String(status)}` : `it was ended by ${by}`);
    });
  });
  child.stderr.setEncoding("utf8").on("data", log);
  const report = (error: unknown): void => {
    if (!isBrokenPipe(error)) log(`${String(error)}\n`);
  };
  child.stdin.on("error", report);
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onError(([error]) => {
    report(error);
  });
  const death = ended.then((why) => {
    connection.dispose();
    throw died(dialect, why);
  });
  death.catch(() => "heard by those who wait for an answer");
  answerServer(connection, options.configuration);
  connection.listen();
  signal.addEventListener("abort", kill, { once: true });
  const tooLong = setTimeout(kill, greetingMilliseconds);
  try {
    const { capabilities } = await Promise.race([death, greet(connection, options)]);
    return {
      capabilities,
      ended,
      ask: (method, parameters, cancel) =>
        Promise.race([death, ask(connection, { method, parameters, signal: cancel, dialect })]),
      tell: (method, parameters) => {
        connection.sendNotification(method, parameters).catch(report);
      },
      kill,
    };
  } catch (error) {
    kill();
    throw error instanceof LanguageServerError ? error : inOwnWords(error, "initialize", dialect);
  } finally {
    clearTimeout(tooLong);
    signal.removeEventListener("abort", kill);
  }
}

/** What is written to a process that has just ended; `ended` tells of that. */
function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && error.message.includes("EPIPE");
}

/** What servers ask of us. */
function answerServer(connection: MessageConnection, configuration: Configuration): void {
  connection.onRequest("workspace/configuration", (asked: unknown) =>
    ConfigurationItemsSchema.parse(asked).items.map(({ section }) => configuration(section ?? "") ?? null),
  );
  for (const method of ["client/registerCapability", "client/unregisterCapability"])
    connection.onRequest(method, () => null);
  connection.onRequest("window/workDoneProgress/create", () => null);
  connection.onRequest("workspace/applyEdit", () => ({ applied: false }));
  connection.onRequest("workspace/workspaceFolders", () => null);
  connection.onRequest("window/showMessageRequest", () => null);
}

async function greet(
  connection: MessageConnection,
  { dialect, configuration }: ServerProcessOptions,
): Promise<InitializeResult> {
  const options = dialect.initializationOptions?.(configuration);
  const parameters = {
    processId: process.pid,
    clientInfo: { name: "pipenb" },
    rootUri: null,
    workspaceFolders: null,
    capabilities: clientCapabilities,
    ...(options === undefined ? {} : { initializationOptions: options }),
  };
  const result = await connection.sendRequest<InitializeResult>("initialize", parameters);
  await connection.sendNotification("initialized", {});
  const settings = dialect.settings(configuration);
  await connection.sendNotification("workspace/didChangeConfiguration", { settings });
  return result;
}

interface Question {
  readonly method: string;
  readonly parameters: object;
  readonly signal: AbortSignal | undefined;
  readonly dialect: ServerDialect;
}

async function ask(
  connection: MessageConnection,
  { method, parameters, signal, dialect }: Question,
): Promise<unknown> {
  signal?.throwIfAborted();
  const cancellation = new CancellationTokenSource();
  const forget = new AbortController();
  // Who has aborted does not wait until the server has noticed.
  const aborted = new Promise<undefined>((resolve) => {
    const cancel = (): void => {
      cancellation.cancel();
      resolve(undefined);
    };
    signal?.addEventListener("abort", cancel, { once: true, signal: forget.signal });
  });
  try {
    const answer = connection.sendRequest<unknown>(method, parameters, cancellation.token);
    const answered = await Promise.race([answer, aborted]);
    signal?.throwIfAborted();
    return answered;
  } catch (error) {
    signal?.throwIfAborted();
    throw inOwnWords(error, method, dialect);
  } finally {
    forget.abort();
  }
}

function inOwnWords(error: unknown, method: string, dialect: ServerDialect): LanguageServerError {
  const message = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  const code = error instanceof ResponseError ? error.code : undefined;
  if (error instanceof ConnectionError || (code !== undefined && gone.includes(code)))
    return died(dialect, message, options);
  const refusal = code === requestFailed ? message : dialect.refusal?.(message);
  if (refusal !== undefined) return new LanguageServerError("refused", refusal, options);
  return new LanguageServerError("failed", `${method}: ${message}`, options);
}

function died({ name }: ServerDialect, why: string, options?: ErrorOptions): LanguageServerError {
  const message = `${name}'s language server is gone: ${why}. It starts again with the next question.`;
  return new LanguageServerError("died", message, options);
}
