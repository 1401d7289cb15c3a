/**
 * What answers questions about TypeScript files: a program that speaks the Language Server Protocol over stdio, TypeScript 7's own
 * where its binary fits, another one where it does not. Both get the same files, configuration and questions.
 */
import type {
  CodeAction,
  CodeActionParams,
  Command,
  CompletionItem,
  CompletionList,
  CompletionParams,
  DefinitionParams,
  Diagnostic,
  DidChangeTextDocumentParams,
  DidChangeWatchedFilesParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  DocumentFormattingParams,
  DocumentHighlight,
  DocumentHighlightParams,
  DocumentRangeFormattingParams,
  DocumentSymbol,
  DocumentSymbolParams,
  FoldingRange,
  FoldingRangeParams,
  Hover,
  HoverParams,
  ImplementationParams,
  InlayHint,
  InlayHintParams,
  Location,
  LocationLink,
  PrepareRenameParams,
  Range,
  ReferenceParams,
  RenameParams,
  SelectionRange,
  SelectionRangeParams,
  SemanticTokens,
  SemanticTokensLegend,
  SemanticTokensParams,
  ServerCapabilities,
  SignatureHelp,
  SignatureHelpParams,
  TextEdit,
  TypeDefinitionParams,
  WorkspaceEdit,
} from "vscode-languageserver-protocol";

type Locations = Location | readonly Location[] | readonly LocationLink[] | null;

/** Every request that is made, with its parameters and its answer. */
export interface Requests {
  "textDocument/completion": [CompletionParams, CompletionList | readonly CompletionItem[] | null];
  "completionItem/resolve": [CompletionItem, CompletionItem];
  "textDocument/hover": [HoverParams, Hover | null];
  "textDocument/signatureHelp": [SignatureHelpParams, SignatureHelp | null];
  "textDocument/definition": [DefinitionParams, Locations];
  "textDocument/typeDefinition": [TypeDefinitionParams, Locations];
  "textDocument/implementation": [ImplementationParams, Locations];
  "textDocument/references": [ReferenceParams, readonly Location[] | null];
  "textDocument/documentHighlight": [DocumentHighlightParams, readonly DocumentHighlight[] | null];
  "textDocument/prepareRename": [
    PrepareRenameParams,
    Range | { readonly range: Range; readonly placeholder: string } | null,
  ];
  "textDocument/rename": [RenameParams, WorkspaceEdit | null];
  "textDocument/documentSymbol": [DocumentSymbolParams, readonly DocumentSymbol[] | null];
  "textDocument/semanticTokens/full": [SemanticTokensParams, SemanticTokens | null];
  "textDocument/inlayHint": [InlayHintParams, readonly InlayHint[] | null];
  "textDocument/codeAction": [CodeActionParams, readonly (Command | CodeAction)[] | null];
  "codeAction/resolve": [CodeAction, CodeAction];
  "textDocument/formatting": [DocumentFormattingParams, readonly TextEdit[] | null];
  "textDocument/rangeFormatting": [DocumentRangeFormattingParams, readonly TextEdit[] | null];
  "textDocument/foldingRange": [FoldingRangeParams, readonly FoldingRange[] | null];
  "textDocument/selectionRange": [SelectionRangeParams, readonly SelectionRange[] | null];
}

/** Every notification that is sent. */
export interface Notifications {
  "textDocument/didOpen": DidOpenTextDocumentParams;
  "textDocument/didChange": DidChangeTextDocumentParams;
  "textDocument/didClose": DidCloseTextDocumentParams;
  "workspace/didChangeWatchedFiles": DidChangeWatchedFilesParams;
}

/** One server. It starts with the first question, and again with the next one after its process has died. */
export interface LanguageServer {
  /** Starts it ahead of the first question. */
  start(): void;
  /** Rejects with a `LanguageServerError` when the process dies or cannot start, and with an `AbortError` when the signal is aborted. */
  request<Method extends keyof Requests>(
    method: Method,
    parameters: Requests[Method][0],
    signal?: AbortSignal,
  ): Promise<Requests[Method][1]>;
  notify<Method extends keyof Notifications>(method: Method, parameters: Notifications[Method]): void;
  /** The problems of an open file, as the file stands now. */
  diagnose(uri: string, signal?: AbortSignal): Promise<readonly Diagnostic[]>;
  /** What the running server can do and how it numbers kinds of tokens; undefined before its first answer. */
  readonly capabilities: ServerCapabilities | undefined;
  readonly tokenLegend: SemanticTokensLegend | undefined;
  /** Answers `workspace/configuration`: the value of a section such as "typescript" or "js/ts"; null where there is none. */
  configuration: (section: string) => unknown;
  /** Called after a process has died and a new one is there, which knows no file: open files are to be opened again. */
  onRestart: (() => void) | undefined;
  /** Settings have changed: they are asked for again, or the server is started anew with the next question. */
  configurationChanged(): void;
  dispose(): void;
}
