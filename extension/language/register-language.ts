/** Wires the language features of cells together. */
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import type { TypesFolders } from "../../language/service/questions.ts";
import { LanguageThread } from "../../language/worker/language-thread.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import type { FindProblems } from "../diagnostics/diagnostics.ts";
import { registerChanges } from "./change-providers.ts";
import { registerCompletion } from "./completion-provider.ts";
import type { LabelsAt } from "./completion-provider.ts";
import { registerLookUp } from "./look-up-providers.ts";
import { NotebookLanguage } from "./notebook-language.ts";
import { registerReadOnlyFiles } from "./read-only-files.ts";
import { registerSymbols, registerTextFolds } from "./symbol-providers.ts";
import { TypeDiagnostics } from "./type-diagnostics.ts";
import { TypeErrors } from "./type-errors.ts";
import { registerWholeCells } from "./whole-cell-providers.ts";

export interface Language {
  readonly registered: readonly { dispose(): unknown }[];
  readonly typeErrors: TypeErrors;
  readonly findProblems: FindProblems;
  readonly typesChanged: (notebook: vscode.Uri) => void;
}

async function sayGivenUp(why: string, log: vscode.LogOutputChannel): Promise<void> {
  log.error(`language: ${why}`);
  const show = "Show Log";
  const chosen = await vscode.window.showWarningMessage(
    `Cells are not completed and checked in this window: ${why} Cells still run.`,
    show,
  );
  if (chosen === show) log.show();
}

/** Nothing is started before the first notebook asks. */
export function registerLanguage(
  { extensionUri, globalStorageUri }: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  typesOf: (notebook: vscode.NotebookDocument) => Promise<TypesFolders>,
  labelsOfOthers: LabelsAt,
): Language {
  const programs = vscode.Uri.joinPath(extensionUri, "dist").fsPath;
  const thread = new LanguageThread({
    file: join(programs, "language", "worker.mjs"),
    programs,
    cacheFolder: vscode.Uri.joinPath(globalStorageUri, "compiled").fsPath,
    onGivenUp: (why) => {
      void sayGivenUp(why, log);
    },
    log: (level, text) => {
      log[level](`language: ${text}`);
    },
  });
  /** A notebook that is open as text only. */
  const ofWorkspace = async (path: string): Promise<TypesFolders> => {
    const { foldersAbove } = await import("../../containers/types/installed-packages.ts");
    return {
      modulesFolders: await foldersAbove(dirname(path)),
      typesFolder: join(programs, "extension", "types"),
      missing: [],
    };
  };
  const language = new NotebookLanguage({
    thread,
    folder: join(globalStorageUri.fsPath, "language"),
    typesOf: (path, notebook) => (notebook === undefined ? ofWorkspace(path) : typesOf(notebook)),
    log,
  });
  const { selector } = NotebookLanguage;
  const registered = [
    language,
    registerCompletion(language, selector, labelsOfOthers),
    registerLookUp(language, selector),
    registerWholeCells(language, selector),
    registerChanges(language, selector),
    registerTextFolds(),
    registerSymbols(async (document, token) => {
      const asker = language.askerOf(document);
      return (asker === undefined ? undefined : await language.ask("symbols", asker, token)) ?? [];
    }),
    registerReadOnlyFiles(),
    new TypeDiagnostics(language),
  ];
  return {
    registered,
    typeErrors: new TypeErrors(language),
    // Without the thread there are still those of the file.
    findProblems: async (text) => (await language.ask("problems", { text })) ?? parseNotebook(text),
    typesChanged: (uri) => {
      language.typesChanged(uri);
    },
  };
}
