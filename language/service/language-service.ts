/**
 * Answers the editor's questions about notebooks by asking a language server about their modules. It keeps what the server knows
 * equal to what the editor shows, and takes every answer back to the cells as they stood when it was asked for.
 */
import { builtinModules } from "node:module";
import * as z from "zod";
import type { Location, LocationLink } from "vscode-languageserver-protocol";
import type { LanguageServer } from "../server/language-server.ts";
import type { Asked, ModulePlace } from "./asked.ts";
import { answerActions, organizeImports } from "./answer-actions.ts";
import { Completer } from "./answer-completion.ts";
import { answerDiagnostics } from "./answer-diagnostics.ts";
import { answerHover, answerSignature } from "./answer-hover.ts";
import { prepareRename, rename } from "./answer-rename.ts";
import {
  answerFolding,
  answerFormat,
  answerHints,
  answerSelections,
  answerSymbols,
  TokenReader,
} from "./answer-whole.ts";
import { EditedFiles, wellFormed } from "./edited-files.ts";
import { findProblems } from "./find-problems.ts";
import { prepareModuleFolder } from "./module-folder.ts";
import { OpenNotebook, targetOf, toEditor, toModule } from "./open-notebook.ts";
import type { Snapshot } from "./open-notebook.ts";
import type { NotebookState, Place, Questions, Target } from "./questions.ts";

interface Entry {
  readonly notebook: OpenNotebook;
  readonly completer: Completer;
  readonly tokens: TokenReader;
  state: NotebookState;
  snapshot: Snapshot;
  uri: string;
  version: number;
}

type Answers = {
  readonly [Name in keyof Questions]: (
    asked: Questions[Name][0],
    signal: AbortSignal,
  ) => Questions[Name][1] | Promise<Questions[Name][1]>;
};

export class LanguageService {
  readonly #server: LanguageServer;
  readonly #libraryTypes: string | undefined;
  readonly #notebooks = new Map<string, Entry>();
  readonly #files: EditedFiles;
  #settings: Readonly<Record<string, unknown>> = {};

  /** `libraryTypes` is the text of the declarations of the library `pipenb`, if they are there. */
  constructor(server: LanguageServer, libraryTypes?: string) {
    this.#server = server;
    this.#files = new EditedFiles(server);
    this.#libraryTypes = libraryTypes;
    server.configuration = (section) => withNeeds(section, this.#settings[section]);
    server.onRestart = () => {
      for (const entry of this.#notebooks.values()) this.#open(entry);
      this.#files.openAll();
    };
  }

  readonly #answers: Answers = {
    update: (state) => this.#update(state),
    close: ({ key }) => this.#close(key),
    file: ({ uri, text }) => {
      this.#files.set(uri, text);
      return null;
    },
    filesChanged: ({ changes }) => {
      this.#server.notify("workspace/didChangeWatchedFiles", { changes: [...changes] });
      return null;
    },
    settings: (settings) => {
      this.#settings = settings;
      this.#server.configurationChanged();
      return null;
    },
    problems: ({ text }) => findProblems(text),
    diagnostics: async ({ key }, signal) => {
      const asked = this.#asked(key, signal);
      return asked === undefined ? [] : answerDiagnostics(asked);
    },
    completion: (place, signal) => {
      const asked = this.#asked(place.key, signal);
      const none = { list: 0, isIncomplete: false, items: [] };
      return asked === undefined
        ? none
        : (this.#notebooks.get(place.key)?.completer.complete(asked, place) ?? none);
    },
    resolveCompletion: ({ key, list, index }, signal) =>
      this.#notebooks.get(key)?.completer.resolve(list, index, signal) ?? { edits: [] },
    hover: (place, signal) => this.#at(place, signal, answerHover, null),
    signatureHelp: (place, signal) =>
      this.#at(place, signal, (asked, at) => answerSignature(asked, at, place), null),
    definition: (place, signal) =>
      this.#at(
        place,
        signal,
        async (asked, at) =>
          targets(asked, await asked.server.request(`textDocument/${place.of}`, { ...at }, asked.signal)),
        [],
      ),
    references: (place, signal) =>
      this.#at(
        place,
        signal,
        async (asked, at) => {
          const context = { includeDeclaration: place.withDeclaration };
          return targets(
            asked,
            await asked.server.request("textDocument/references", { ...at, context }, asked.signal),
          );
        },
        [],
      ),
    highlights: (place, signal) =>
      this.#at(
        place,
        signal,
        async (asked, at) => {
          const found = await asked.server.request("textDocument/documentHighlight", at, asked.signal);
          return (found ?? []).flatMap((each) => {
            const shown = toEditor(asked.snapshot, each.range);
            return shown?.cell === place.cell ? [{ ...each, range: shown.range }] : [];
          });
        },
        [],
      ),
    prepareRename: (place, signal) =>
      this.#at(place, signal, (asked, at) => prepareRename(asked, at, place), null),
    rename: (place, signal) => this.#at(place, signal, (asked, at) => rename(asked, at, place), null),
    symbols: ({ key, cell }, signal) => this.#about(key, signal, (asked) => answerSymbols(asked, cell), []),
    tokens: ({ key, cell }, signal) =>
      this.#about(key, signal, (asked) => this.#notebooks.get(key)?.tokens.read(asked, cell) ?? [], []),
    hints: ({ key, ...range }, signal) => this.#about(key, signal, (asked) => answerHints(asked, range), []),
    actions: ({ key, ...range }, signal) =>
      this.#about(key, signal, (asked) => answerActions(asked, range), []),
    organizeImports: ({ key, cell }, signal) =>
      this.#about(key, signal, (asked) => organizeImports(asked, cell), { cells: [], files: [] }),
    format: (wanted, signal) => {
      const { path = "" } = this.#notebooks.get(wanted.key)?.state ?? {};
      return this.#about(wanted.key, signal, (asked) => answerFormat(asked, wanted, path), []);
    },
    folding: ({ key, cell }, signal) => this.#about(key, signal, (asked) => answerFolding(asked, cell), []),
    selections: ({ key, cell, positions }, signal) =>
      this.#about(key, signal, (asked) => answerSelections(asked, cell, positions), []),
  };

  /** Rejects as the server does. */
  async answer<Name extends keyof Questions>(
    name: Name,
    asked: Questions[Name][0],
    signal: AbortSignal,
  ): Promise<Questions[Name][1]> {
    return this.#answers[name](asked, signal);
  }

  #update(state: NotebookState): null {
    // While the first notebook is analysed.
    this.#server.start();
    const known = this.#notebooks.get(state.key);
    const notebook = known?.notebook ?? new OpenNotebook();
    const snapshot = notebook.update(state);
    if (known !== undefined && isSamePlace(known, state, snapshot)) {
      const isChanged = known.snapshot.module.text !== snapshot.module.text;
      known.state = state;
      known.snapshot = snapshot;
      if (isChanged) this.#changed(known);
      return null;
    }
    if (known !== undefined)
      this.#server.notify("textDocument/didClose", { textDocument: { uri: known.uri } });
    const { uri, changed } = prepareModuleFolder(state, snapshot.npm, this.#libraryTypes);
    this.#server.notify("workspace/didChangeWatchedFiles", {
      changes: changed.map((file) => ({ uri: file, type: 2 })),
    });
    const entry: Entry = {
      notebook,
      state,
      snapshot,
      completer: known?.completer ?? new Completer(),
      tokens: new TokenReader(),
      uri,
      version: 1,
    };
    this.#notebooks.set(state.key, entry);
    this.#open(entry);
    return null;
  }

  #open({ uri, version, snapshot }: Entry): void {
    this.#server.notify("textDocument/didOpen", {
      textDocument: { uri, languageId: "typescript", version, text: wellFormed(snapshot.module.text) },
    });
  }

  #changed(entry: Entry): void {
    entry.version += 1;
    this.#server.notify("textDocument/didChange", {
      textDocument: { uri: entry.uri, version: entry.version },
      contentChanges: [{ text: wellFormed(entry.snapshot.module.text) }],
    });
  }

  #close(key: string): null {
    const entry = this.#notebooks.get(key);
    this.#notebooks.delete(key);
    if (entry !== undefined)
      this.#server.notify("textDocument/didClose", { textDocument: { uri: entry.uri } });
    return null;
  }

  #asked(key: string, signal: AbortSignal): Asked | undefined {
    const entry = this.#notebooks.get(key);
    if (entry === undefined) return undefined;
    const { snapshot, uri, state } = entry;
    const isModule = (other: string): boolean =>
      [...this.#notebooks.values()].some((each) => each.uri === other);
    return { server: this.#server, snapshot, uri, signal, isModule, missing: state.types.missing };
  }

  async #about<Answer>(
    key: string,
    signal: AbortSignal,
    answer: (asked: Asked) => Answer | Promise<Answer>,
    none: Answer,
  ): Promise<Answer> {
    const asked = this.#asked(key, signal);
    return asked === undefined ? none : answer(asked);
  }

  async #at<Answer>(
    { key, cell, position }: Place,
    signal: AbortSignal,
    answer: (asked: Asked, at: ModulePlace) => Promise<Answer>,
    none: Answer,
  ): Promise<Answer> {
    const asked = this.#asked(key, signal);
    const at = asked === undefined ? undefined : toModule(asked.snapshot, cell, position);
    if (asked === undefined || at === undefined) return none;
    return answer(asked, { textDocument: { uri: asked.uri }, position: at });
  }
}

/** Node wants a file's whole name, and its own modules by theirs; renaming a variable renames no property that is called like it. */
const needs = {
  importModuleSpecifierEnding: "js",
  useAliasesForRenames: true,
  autoImportSpecifierExcludeRegexes: [
    `^(${builtinModules.filter((name) => !name.includes(":")).join("|")})$`,
  ],
};

const SectionSchema = z.record(z.string(), z.unknown()).catch({});

function withNeeds(section: string, settings: unknown): unknown {
  if (section !== "js/ts" && section !== "typescript") return settings ?? null;
  const given = SectionSchema.parse(settings);
  return { ...given, preferences: { ...SectionSchema.parse(given["preferences"]), ...needs } };
}

function isSamePlace(known: Entry, state: NotebookState, snapshot: Snapshot): boolean {
  const placed = ({ path, moduleFolder, types }: NotebookState): string =>
    JSON.stringify([path, moduleFolder, types.modulesFolders, types.typesFolder]);
  return (
    placed(known.state) === placed(state) &&
    JSON.stringify(known.snapshot.npm) === JSON.stringify(snapshot.npm)
  );
}

function targets(
  { snapshot, uri, isModule }: Asked,
  found: Location | readonly Location[] | readonly LocationLink[] | null,
): readonly Target[] {
  const all: readonly (Location | LocationLink)[] = found === null ? [] : "uri" in found ? [found] : found;
  return all.flatMap((location) => {
    const target = targetOf(snapshot, uri, isModule, location);
    return target === undefined ? [] : [target];
  });
}
