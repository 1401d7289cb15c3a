/** Problems of notebooks (of the file, its front matter and its parameters), shown on their cells, or at their places where they are open as text. */
import * as vscode from "vscode";
import type { Parsed, Problem } from "../../notebook/model.ts";
import { cellsOf, frontMatterCell, isFrontMatter } from "../front-matter/front-matter-cell.ts";
import { notebookText } from "../notebook-text.ts";
import { placeProblems } from "./place-problems.ts";
import type { PlacedProblem } from "./place-problems.ts";

/** Checked so long after the last key was pressed. */
const pauseMilliseconds = { cells: 400, text: 300 } as const;

/** Looks for the problems of a notebook's text, somewhere else than on the thread that everything waits for. */
export type FindProblems = (text: string) => Promise<Parsed>;

/** Checks of documents a while after their last change. One that fails goes into the log. */
class PlannedChecks<Checked extends { readonly uri: vscode.Uri }> {
  readonly #check: (document: Checked) => Promise<void>;
  readonly #log: vscode.LogOutputChannel;
  readonly #timers = new Map<Checked, NodeJS.Timeout>();

  constructor(check: (document: Checked) => Promise<void>, log: vscode.LogOutputChannel) {
    this.#check = check;
    this.#log = log;
  }

  /** In place of the one that was planned before. */
  plan(document: Checked, milliseconds: number): void {
    clearTimeout(this.#timers.get(document));
    const check = (): void => {
      this.#timers.delete(document);
      this.#check(document).catch((error: unknown) => {
        this.#log.error(`${document.uri.fsPath}: problems cannot be looked for: ${String(error)}`);
      });
    };
    this.#timers.set(document, setTimeout(check, milliseconds));
  }

  forget(document: Checked): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}

/** Shows problems of every open notebook while it is open. */
export class Diagnostics implements vscode.Disposable {
  readonly #findProblems: FindProblems;
  readonly #shown = vscode.languages.createDiagnosticCollection("pipenb");
  readonly #checks: PlannedChecks<vscode.NotebookDocument>;
  readonly #listening: vscode.Disposable;

  constructor(findProblems: FindProblems, log: vscode.LogOutputChannel) {
    this.#findProblems = findProblems;
    this.#checks = new PlannedChecks((document) => this.#check(document), log);
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidOpenNotebookDocument((document) => {
        this.#plan(document);
      }),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        const edited = cellChanges.some((change) => change.document ?? change.metadata);
        // Of a cell that is gone nobody else takes them away.
        for (const { document } of contentChanges.flatMap(({ removedCells }) => removedCells))
          this.#shown.delete(document.uri);
        if (edited || contentChanges.length > 0) this.#plan(notebook);
      }),
      vscode.workspace.onDidCloseNotebookDocument((document) => {
        this.#forget(document);
      }),
      vscode.workspace.onDidOpenTextDocument((text) => {
        this.#planFor(text);
      }),
      vscode.workspace.onDidCloseTextDocument((text) => {
        this.#planFor(text);
      }),
    );
    for (const document of vscode.workspace.notebookDocuments) this.#plan(document);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#checks.dispose();
    this.#shown.dispose();
  }

  #plan(document: vscode.NotebookDocument): void {
    if (document.notebookType === "pipenb") this.#checks.plan(document, pauseMilliseconds.cells);
  }

  /** What is shown of the file itself hangs on whether its text is open. */
  #planFor(text: vscode.TextDocument): void {
    if (text.languageId !== "pipenb") return;
    const notebook = vscode.workspace.notebookDocuments.find((each) => isSame(each.uri, text.uri));
    if (notebook !== undefined) this.#plan(notebook);
  }

  #forget(document: vscode.NotebookDocument): void {
    this.#checks.forget(document);
    this.#shown.delete(document.uri);
    for (const cell of document.getCells()) this.#shown.delete(cell.document.uri);
  }

  async #check(document: vscode.NotebookDocument): Promise<void> {
    const { notebook, problems: all } = await this.#findProblems(notebookText(document));
    if (document.isClosed) return;
    const placed = placeProblems(notebook, all);
    const of = (cell: PlacedProblem["cell"]): readonly vscode.Diagnostic[] =>
      placed
        .filter((each) => each.cell === cell)
        .map(({ problem, line, character }) => toDiagnostic(problem, line, character));
    // The open text shows all problems of the file, at their places.
    const isTextOpen = vscode.workspace.textDocuments.some(({ uri }) => isSame(uri, document.uri));
    this.#shown.set(document.uri, isTextOpen ? [] : of(undefined));
    const frontMatter = frontMatterCell(document);
    if (frontMatter !== undefined)
      this.#shown.set(frontMatter.document.uri, [...of("front matter"), ...misplaced(frontMatter)]);
    for (const [index, cell] of cellsOf(document).entries())
      this.#shown.set(cell.document.uri, isFrontMatter(cell.document) ? [second()] : of(index));
  }
}

/** Shows problems of every text of a notebook while it is open. */
export class TextDiagnostics implements vscode.Disposable {
  readonly #findProblems: FindProblems;
  readonly #shown = vscode.languages.createDiagnosticCollection("pipenb text");
  readonly #checks: PlannedChecks<vscode.TextDocument>;
  readonly #listening: vscode.Disposable;

  constructor(findProblems: FindProblems, log: vscode.LogOutputChannel) {
    this.#findProblems = findProblems;
    this.#checks = new PlannedChecks((document) => this.#check(document), log);
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.#plan(document, 0);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#plan(document, pauseMilliseconds.text);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#checks.forget(document);
        if (document.languageId === "pipenb") this.#shown.delete(document.uri);
      }),
    );
    for (const document of vscode.workspace.textDocuments) this.#plan(document, 0);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#checks.dispose();
    this.#shown.dispose();
  }

  #plan(document: vscode.TextDocument, milliseconds: number): void {
    if (document.languageId === "pipenb") this.#checks.plan(document, milliseconds);
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const { problems } = await this.#findProblems(document.getText());
    if (document.isClosed || document.version !== version) return;
    this.#shown.set(
      document.uri,
      problems.map((problem) => toDiagnostic(problem, problem.line - 1, problem.column - 1)),
    );
  }
}

/** Whoever moves it down is told that it has no other place. */
function misplaced({ index }: vscode.NotebookCell): readonly vscode.Diagnostic[] {
  if (index === 0) return [];
  return [
    inFirstLine(
      "The front matter stands at the top of the file, and comes back as the first cell.",
      "warning",
    ),
  ];
}

function second(): vscode.Diagnostic {
  return inFirstLine(
    "A notebook has one front matter: this one counts for nothing, and is saved as Markdown. Move its keys to the first.",
    "error",
  );
}

function inFirstLine(message: string, severity: "error" | "warning"): vscode.Diagnostic {
  return toDiagnostic({ message, severity, line: 1, column: 1 }, 0, 0);
}

function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}

/** The problem as the editor shows it, from its 0-based place to the line's end, however long the line is. */
function toDiagnostic(problem: Problem, line: number, character: number): vscode.Diagnostic {
  const range = new vscode.Range(line, character, line, Number.MAX_SAFE_INTEGER);
  const { message, remedy, severity } = problem;
  const diagnostic = new vscode.Diagnostic(
    range,
    remedy === undefined ? message : `${message} ${remedy}`,
    severity === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = "pipenb";
  return diagnostic;
}
