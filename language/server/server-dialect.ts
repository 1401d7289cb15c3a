/** In what one language server differs from the others, so that all answer alike. */
import type { Diagnostic, SemanticTokensLegend } from "vscode-languageserver-protocol";
import type { Requests } from "./language-server.ts";

/** How a server is started. */
interface ServerProgram {
  readonly command: string;
  readonly arguments: readonly string[];
  /** Added to this process's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Sends a request as it stands. */
export type Ask = (method: string, parameters: object, signal: AbortSignal | undefined) => Promise<unknown>;

/** The value of a section of settings; null where there is none. */
export type Configuration = (section: string) => unknown;

/** The program, and what is done to questions and answers. */
export interface ServerDialect {
  /** For messages: "TypeScript 7". */
  readonly name: string;
  readonly program: ServerProgram;
  /** What the server is told with the first message. */
  readonly initializationOptions?: (configuration: Configuration) => object;
  /** What it is told in a `workspace/didChangeConfiguration` right after that, and when settings have changed. */
  readonly settings: (configuration: Configuration) => object;
  /** Whether that is all it needs to know of changed settings; where not, it is started anew. */
  readonly takesChangedSettings: boolean;
  /** Of a failure's message the part that is meant for the user; undefined when there is none. */
  readonly refusal?: (message: string) => string | undefined;
  readonly legend?: (legend: SemanticTokensLegend) => SemanticTokensLegend;
  readonly diagnose: (
    ask: Ask,
    uri: string,
    signal: AbortSignal | undefined,
  ) => Promise<readonly Diagnostic[]>;
  /** Answers a question in another way; undefined where the usual one will do. */
  readonly instead?: {
    readonly [Method in keyof Requests]?: (
      ask: Ask,
      parameters: Requests[Method][0],
      signal: AbortSignal | undefined,
    ) => Promise<Requests[Method][1]> | undefined;
  };
  readonly answer?: {
    readonly [Method in keyof Requests]?: (answer: Requests[Method][1]) => Requests[Method][1];
  };
}
