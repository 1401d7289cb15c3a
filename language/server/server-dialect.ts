/** In what one language server differs from the others, so that all answer alike. */
import type { Diagnostic, SemanticTokensLegend } from "vscode-languageserver-protocol";
import type { Requests } from "./language-server.ts";

/** How a server is started. */
export interface ServerProgram {
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
  /** What it is told in a `workspace/didChangeConfiguration` right after that. */
  readonly settings?: (configuration: Configuration) => object;
  /** Whether the server asks for settings again when it is told that they have changed; where not, it is started anew. */
  readonly asksForConfiguration: boolean;
  /** Of a failure's message the part that is meant for the user; undefined when there is none. */
  readonly refusal?: (message: string) => string | undefined;
  readonly legend?: (legend: SemanticTokensLegend) => SemanticTokensLegend;
  readonly diagnose: (
    ask: Ask,
    uri: string,
    signal: AbortSignal | undefined,
  ) => Promise<readonly Diagnostic[]>;
  readonly answer?: {
    readonly [Method in keyof Requests]?: (answer: Requests[Method][1]) => Requests[Method][1];
  };
}
