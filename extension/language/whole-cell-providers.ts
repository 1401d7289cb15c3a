/** What is shown of whole cells: meanings as colours, hints, folds, and selections that grow. */
import * as vscode from "vscode";
import type { SelectionRange } from "vscode-languageserver-protocol";
import type { NotebookLanguage } from "./notebook-language.ts";
import { fromPosition, fromRange, toRange } from "./to-editor.ts";

const tokenTypes =
  "namespace class enum interface struct typeParameter type parameter variable property enumMember decorator event function method macro label comment string keyword number regexp operator".split(
    " ",
  );
const tokenModifiers =
  "declaration definition readonly static deprecated abstract async modification documentation defaultLibrary local".split(
    " ",
  );

export function registerWholeCells(
  language: NotebookLanguage,
  selector: vscode.DocumentSelector,
): vscode.Disposable {
  const legend = new vscode.SemanticTokensLegend(tokenTypes, tokenModifiers);
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    // What a name of this cell means may hang on another cell.
    language.onDidChange(() => {
      changed.fire();
    }),
    vscode.languages.registerDocumentSemanticTokensProvider(
      selector,
      {
        onDidChangeSemanticTokens: changed.event,
        provideDocumentSemanticTokens: async (document, token) => {
          const asker = language.askerOf(document);
          const found = asker === undefined ? undefined : await language.ask("tokens", asker, token);
          if (found === undefined) return undefined;
          const builder = new vscode.SemanticTokensBuilder(legend);
          for (const { line, character, length, type, modifiers } of found) {
            const known = tokenTypes.indexOf(type);
            const bits = modifiers.map((each) => tokenModifiers.indexOf(each)).filter((bit) => bit >= 0);
            const all = bits.reduce((sum, bit) => sum | (1 << bit), 0);
            if (known >= 0) builder.push(line, character, length, known, all);
          }
          return builder.build();
        },
      },
      legend,
    ),
    vscode.languages.registerInlayHintsProvider(selector, {
      onDidChangeInlayHints: changed.event,
      provideInlayHints: async (document, range, token) => {
        const asker = language.askerOf(document);
        if (asker === undefined) return undefined;
        const found = await language.ask("hints", { ...asker, range: fromRange(range) }, token);
        return found?.map(({ position, label, kind, paddingLeft, paddingRight }) => {
          const text = typeof label === "string" ? label : label.map(({ value }) => value).join("");
          const hint = new vscode.InlayHint(
            new vscode.Position(position.line, position.character),
            text,
            kind === 2 ? vscode.InlayHintKind.Parameter : vscode.InlayHintKind.Type,
          );
          hint.paddingLeft = paddingLeft ?? false;
          hint.paddingRight = paddingRight ?? false;
          return hint;
        });
      },
    }),
    vscode.languages.registerFoldingRangeProvider(selector, {
      provideFoldingRanges: async (document, _context, token) => {
        const asker = language.askerOf(document);
        const found = asker === undefined ? undefined : await language.ask("folding", asker, token);
        return found?.map(
          ({ start, end, kind }) =>
            new vscode.FoldingRange(
              start,
              end,
              kind === "imports"
                ? vscode.FoldingRangeKind.Imports
                : kind === "comment"
                  ? vscode.FoldingRangeKind.Comment
                  : undefined,
            ),
        );
      },
    }),
    vscode.languages.registerSelectionRangeProvider(selector, {
      provideSelectionRanges: async (document, positions, token) => {
        const asker = language.askerOf(document);
        if (asker === undefined) return undefined;
        const found = await language.ask(
          "selections",
          { ...asker, positions: positions.map(fromPosition) },
          token,
        );
        return found?.map(toSelection);
      },
    }),
  );
}

function toSelection({ range, parent }: SelectionRange): vscode.SelectionRange {
  return new vscode.SelectionRange(toRange(range), parent === undefined ? undefined : toSelection(parent));
}
