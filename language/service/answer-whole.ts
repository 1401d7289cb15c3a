/** Answers about whole cells: what they declare, how they are coloured, folded and formatted. */
import type { DocumentSymbol, InlayHint, SelectionRange, TextEdit } from "vscode-languageserver-protocol";
import type { Span } from "../../notebook/analysis/exports.ts";
import { inParentheses, withoutParentheses } from "../../notebook/analysis/object-cell.ts";
import type { Position, Range } from "../module/line-index.ts";
import { withoutMarks } from "../module/versions.ts";
import { LanguageServerError } from "../server/language-server-error.ts";
import type { Asked } from "./asked.ts";
import { formatWithPrettier } from "./format-with-prettier.ts";
import { editToCell, rangeToModule, spanToEditor, toEditor, toModule } from "./open-notebook.ts";
import type { Snapshot } from "./open-notebook.ts";
import type { CellRange, FoldedLines, Questions, Token } from "./questions.ts";

export async function answerSymbols(asked: Asked, cell: number): Promise<readonly DocumentSymbol[]> {
  const { server, uri, signal } = asked;
  const found = await server.request("textDocument/documentSymbol", { textDocument: { uri } }, signal);
  return inCell(asked, cell, found ?? []);
}

function inCell(asked: Asked, cell: number, symbols: readonly DocumentSymbol[]): DocumentSymbol[] {
  return symbols.flatMap((symbol) => {
    const [range, selection] = [
      toEditor(asked.snapshot, symbol.range),
      toEditor(asked.snapshot, symbol.selectionRange),
    ];
    if (range?.cell !== cell || selection?.cell !== cell) return [];
    return [
      {
        ...symbol,
        name: withoutMarks(symbol.name),
        range: range.range,
        selectionRange: selection.range,
        children: inCell(asked, cell, symbol.children ?? []),
      },
    ];
  });
}

/** The editor asks for each cell; the server answers for the module, once for each state of the notebook. */
export class TokenReader {
  #known:
    | { readonly snapshot: Snapshot; readonly tokens: Promise<ReadonlyMap<number, readonly Token[]>> }
    | undefined;

  async read(asked: Asked, cell: number): Promise<readonly Token[]> {
    const { snapshot } = asked;
    if (this.#known?.snapshot !== snapshot) {
      const tokens = readTokens(asked);
      this.#known = { snapshot, tokens };
      // Cancelled, or the server has died: the next one asks again.
      tokens.catch(() => {
        if (this.#known?.tokens === tokens) this.#known = undefined;
      });
    }
    return (await this.#known.tokens).get(cell) ?? [];
  }
}

async function readTokens({ server, snapshot, uri }: Asked): Promise<ReadonlyMap<number, readonly Token[]>> {
  const found = await server.request("textDocument/semanticTokens/full", { textDocument: { uri } });
  const legend = server.tokenLegend;
  const byCell = new Map<number, Token[]>();
  if (found === null || legend === undefined) return byCell;
  let [line, character] = [0, 0];
  const { data } = found;
  for (let index = 0; index + 4 < data.length; index += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0, modifiers = 0] = data.slice(index, index + 5);
    character = lines === 0 ? character + characters : characters;
    line += lines;
    const placed = toEditor(snapshot, {
      start: { line, character },
      end: { line, character: character + length },
    });
    if (placed === undefined) continue;
    const { start, end } = placed.range;
    const tokens = byCell.get(placed.cell) ?? [];
    byCell.set(placed.cell, tokens);
    tokens.push({
      ...start,
      length: end.character - start.character,
      type: legend.tokenTypes[type] ?? "",
      modifiers: legend.tokenModifiers.filter((_, bit) => (modifiers & (1 << bit)) !== 0),
    });
  }
  return byCell;
}

export async function answerHints(asked: Asked, asked1: CellRange): Promise<readonly InlayHint[]> {
  const { server, snapshot, uri, signal } = asked;
  const range = rangeToModule(snapshot, asked1) ?? rangeOfCell(asked, asked1.cell);
  if (range === undefined) return [];
  const found = await server.request("textDocument/inlayHint", { textDocument: { uri }, range }, signal);
  return (found ?? []).flatMap((hint) => {
    const placed = toEditor(snapshot, { start: hint.position, end: hint.position });
    if (placed?.cell !== asked1.cell) return [];
    const label = typeof hint.label === "string" ? hint.label : hint.label.map(({ value }) => value).join("");
    return [{ ...hint, label: withoutMarks(label), position: placed.range.start }];
  });
}

export async function answerFormat(
  asked: Asked,
  { cell, range, options, isTrusted }: Questions["format"][0],
  path: string,
): Promise<readonly TextEdit[]> {
  const theirs = isTrusted && range === undefined ? await prettierEdits(asked, cell, path) : undefined;
  if (theirs !== undefined) return theirs;
  const { server, snapshot, uri, signal } = asked;
  const wanted = range === undefined ? rangeOfCell(asked, cell) : rangeToModule(snapshot, { cell, range });
  if (wanted === undefined && !snapshot.isText) return [];
  const textDocument = { uri };
  const formatted =
    snapshot.isText && range === undefined
      ? server.request("textDocument/formatting", { textDocument, options }, signal)
      : server.request(
          "textDocument/rangeFormatting",
          { textDocument, range: wanted ?? everything, options },
          signal,
        );
  const found = await formatted.catch((error: unknown) => {
    // TypeScript 7's formatter gives up on some code that is not whole; it stays as it is, as in every editor.
    if (isFailure(error) && hasSyntaxErrors(snapshot)) return undefined;
    throw error;
  });
  return (found ?? []).flatMap((edit) => {
    const inCell = editToCell(snapshot, edit);
    if (inCell === undefined) return [];
    const placed = spanToEditor(snapshot, inCell);
    return placed.cell === cell ? [{ range: placed.range, newText: inCell.text }] : [];
  });
}

const isFailure = (error: unknown): boolean =>
  error instanceof LanguageServerError && error.code === "failed";

const hasSyntaxErrors = ({ module }: Snapshot): boolean =>
  module.analyses.some((analysis) => (analysis?.errors.length ?? 0) > 0);

/** One edit for each cell that changes; undefined where the project has no Prettier. */
async function prettierEdits(
  { snapshot }: Asked,
  cell: number,
  path: string,
): Promise<readonly TextEdit[] | undefined> {
  const edits: TextEdit[] = [];
  for (const [index, found] of snapshot.cells.entries()) {
    if (found === undefined || (!snapshot.isText && index !== cell)) continue;
    let formatted: string | undefined;
    try {
      formatted = await withPrettier(found.text, snapshot.module.analyses[index]?.object, path);
    } catch {
      continue; // half-written
    }
    if (formatted === undefined) return undefined;
    const { range } = spanToEditor(snapshot, { cell: index, start: 0, end: found.text.length });
    if (formatted !== found.text) edits.push({ range, newText: formatted });
  }
  return edits;
}

/** A cell that is one object literal is no statement, and gets no semicolon. */
async function withPrettier(
  text: string,
  object: Span | undefined,
  path: string,
): Promise<string | undefined> {
  if (object === undefined) return formatWithPrettier(text, path);
  const formatted = await formatWithPrettier(inParentheses(text, object), path);
  return formatted === undefined ? undefined : (withoutParentheses(formatted) ?? text);
}

const everything: Range = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };

export async function answerFolding(
  { server, snapshot, uri, signal }: Asked,
  cell: number,
): Promise<readonly FoldedLines[]> {
  const found = await server.request("textDocument/foldingRange", { textDocument: { uri } }, signal);
  return (found ?? []).flatMap(({ startLine, endLine, kind }) => {
    const placed = toEditor(snapshot, {
      start: { line: startLine, character: 0 },
      end: { line: endLine, character: 0 },
    });
    if (placed?.cell !== cell) return [];
    return [{ start: placed.range.start.line, end: placed.range.end.line, kind }];
  });
}

export async function answerSelections(
  { server, snapshot, uri, signal }: Asked,
  cell: number,
  positions: readonly Position[],
): Promise<readonly SelectionRange[]> {
  const places = positions.map((position) => toModule(snapshot, cell, position));
  if (places.some((place) => place === undefined)) return [];
  const found = await server.request(
    "textDocument/selectionRange",
    { textDocument: { uri }, positions: places.flatMap((place) => (place === undefined ? [] : [place])) },
    signal,
  );
  return (found ?? []).flatMap((each) => {
    const own = ownSelection(each);
    return own === undefined ? [] : [own];
  });

  function ownSelection({ range, parent }: SelectionRange): SelectionRange | undefined {
    const placed = toEditor(snapshot, range);
    const outer = parent === undefined ? undefined : ownSelection(parent);
    if (placed?.cell !== cell) return outer;
    return { range: placed.range, ...(outer === undefined ? {} : { parent: outer }) };
  }
}

/** The stretch of the module that a cell takes. */
function rangeOfCell({ snapshot }: Asked, cell: number): Range | undefined {
  if (snapshot.isText) return undefined;
  const span = snapshot.module.map.moduleSpanOf(cell);
  return span === undefined ? undefined : snapshot.lines.rangeAt(span.start, span.end);
}
