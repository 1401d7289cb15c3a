/**
 * What the editor asks about a notebook's code, and what it is told: the Language Server Protocol's words, with cells in place of
 * files. This is what goes between the extension's thread and the language thread, so it is plain data.
 */
import type {
  CompletionItem,
  Diagnostic,
  DocumentHighlight,
  DocumentSymbol,
  FormattingOptions,
  Hover,
  InlayHint,
  SelectionRange,
  SignatureHelp,
  TextEdit,
} from "vscode-languageserver-protocol";
import type { Parsed } from "../../notebook/model.ts";
import type { Position, Range } from "../module/line-index.ts";

/** Where the packages' declarations of a notebook are. */
export interface TypesFolders {
  /** Folders that hold a `node_modules`, nearest first; empty before the first build. */
  readonly modulesFolders: readonly string[];
  /** Holds `node_modules` with `@types/node` and `zx`. */
  readonly typesFolder: string;
  /** Packages of the front matter that have no types here. */
  readonly missing: readonly string[];
}

/** A notebook, or the text of one, as its editor holds it now. */
export interface NotebookState {
  /** The URI of the notebook or of the text document. */
  readonly key: string;
  /** Absolute path of the `.pipenb` file; one in the folder that it will be saved to where it has none yet. */
  readonly path: string;
  /** Where the module's configuration is written: a folder of this notebook's alone, which may not exist yet. */
  readonly moduleFolder: string;
  readonly types: TypesFolders;
  readonly content:
    | {
        readonly kind: "cells";
        /** `image.npm` of the front matter. */
        readonly npm: Readonly<Record<string, string>>;
        /** The code of each cell; null for one that holds none. */
        readonly code: readonly (string | null)[];
      }
    /** The whole file; it counts as one cell, number 0. */
    | { readonly kind: "text"; readonly text: string };
}

/** A place in a cell of a notebook. */
export interface Place {
  readonly key: string;
  readonly cell: number;
  readonly position: Position;
}

export interface CellRange {
  readonly cell: number;
  readonly range: Range;
}

/** Where something is: in a cell of the notebook that was asked about, or in a file. */
export type Target =
  | ({ readonly kind: "cell" } & CellRange)
  | { readonly kind: "file"; readonly uri: string; readonly range: Range };

export interface Edits {
  readonly cells: readonly { readonly cell: number; readonly edits: readonly TextEdit[] }[];
  readonly files: readonly { readonly uri: string; readonly edits: readonly TextEdit[] }[];
}

export interface Completions {
  /** To be named when one of them is resolved; the newest list alone can be. */
  readonly list: number;
  readonly isIncomplete: boolean;
  readonly items: readonly CompletionItem[];
}

/** What completes an item when it is looked at: documentation, and edits of the cell beside the item's own. */
export interface ResolvedCompletion {
  readonly detail?: string;
  readonly documentation?: string;
  readonly edits: readonly TextEdit[];
}

export interface CellDiagnostics {
  readonly cell: number;
  readonly diagnostics: readonly (Diagnostic & {
    /** The package that the front matter lacks. */
    readonly package?: string;
    readonly related?: readonly { readonly target: Target; readonly message: string }[];
  })[];
}

export interface CellAction {
  readonly title: string;
  /** As the protocol names kinds: "quickfix", "refactor.…". */
  readonly kind: string;
  readonly isPreferred: boolean;
  readonly edits: Edits;
  /** Adds this package to the front matter instead. */
  readonly package?: string;
}

/** One stretch with its meaning, in the order of the text. */
export interface Token {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly type: string;
  readonly modifiers: readonly string[];
}

export interface FoldedLines {
  readonly start: number;
  readonly end: number;
  readonly kind: string | undefined;
}

/** Every question with what it is asked with and what it is answered with. */
export interface Questions {
  /** Takes a notebook in, or what has changed of it. */
  update: [NotebookState, null];
  close: [{ readonly key: string }, null];
  /** A file that is edited and not yet saved; null when its editor is closed. */
  file: [{ readonly uri: string; readonly text: string | null }, null];
  /** Files that were made, changed or deleted on disk. */
  filesChanged: [{ readonly changes: readonly { readonly uri: string; readonly type: 1 | 2 | 3 }[] }, null];
  /** Settings by section, as `workspace/configuration` asks for them. */
  settings: [Readonly<Record<string, unknown>>, null];
  /** What is wrong with a notebook's file, its front matter and its parameters; of its code only `diagnostics` tells. */
  problems: [{ readonly text: string }, Parsed];
  diagnostics: [{ readonly key: string }, readonly CellDiagnostics[]];
  completion: [Place & { readonly trigger?: string }, Completions];
  resolveCompletion: [
    { readonly key: string; readonly list: number; readonly index: number },
    ResolvedCompletion,
  ];
  hover: [Place, Hover | null];
  signatureHelp: [Place & { readonly trigger?: string; readonly isRetrigger: boolean }, SignatureHelp | null];
  definition: [
    Place & { readonly of: "definition" | "typeDefinition" | "implementation" },
    readonly Target[],
  ];
  references: [Place & { readonly withDeclaration: boolean }, readonly Target[]];
  highlights: [Place, readonly DocumentHighlight[]];
  prepareRename: [Place, { readonly range: Range; readonly placeholder: string } | null];
  rename: [Place & { readonly name: string }, Edits | null];
  symbols: [{ readonly key: string; readonly cell: number }, readonly DocumentSymbol[]];
  tokens: [{ readonly key: string; readonly cell: number }, readonly Token[]];
  hints: [{ readonly key: string } & CellRange, readonly InlayHint[]];
  actions: [{ readonly key: string } & CellRange, readonly CellAction[]];
  organizeImports: [{ readonly key: string; readonly cell?: number }, Edits];
  format: [
    {
      readonly key: string;
      readonly cell: number;
      readonly range?: Range;
      readonly options: FormattingOptions;
      /** Whether code of the workspace may run: its own Prettier goes before ours. */
      readonly isTrusted: boolean;
    },
    readonly TextEdit[],
  ];
  folding: [{ readonly key: string; readonly cell: number }, readonly FoldedLines[]];
  selections: [
    { readonly key: string; readonly cell: number; readonly positions: readonly Position[] },
    readonly SelectionRange[],
  ];
}
