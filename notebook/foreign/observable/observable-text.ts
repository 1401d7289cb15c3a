/** One cell in Observable's own JavaScript: `x = 1`, `viewof x = …`, `mutable x = …`, a block, an expression, an import. */
import ts from "typescript";
import { cellOfInput } from "./inputs.ts";
import { cellOfValue, type ReactiveCell } from "./reactive-cell.ts";

/** The cell for its text. */
export function cellOfObservableText(text: string): ReactiveCell {
  const { words, end } = leadingWords(text);
  const [first = "", second] = words;
  const rest = text.slice(end);
  const isAssigned = rest.startsWith("=");
  const code = isAssigned ? rest.slice(1).trim() : text.trim();
  const isBlock = code.startsWith("{");
  if (isAssigned && first === "viewof" && second !== undefined) return cellOfInput(second, code);
  if (isAssigned && first === "mutable" && second !== undefined)
    return cellOfValue({ name: second, isMutable: true, code, isBlock });
  if (isAssigned && words.length === 1) return cellOfValue({ name: first, isMutable: false, code, isBlock });
  if (first === "import" && /from\s*["'](?!npm:|https:\/\/(?:cdn\.)?esm)/.test(code))
    return importedNotebook(code);
  if (["import", "function", "async", "class"].includes(first)) return { kind: "code", text: code };
  return cellOfValue({ name: undefined, isMutable: false, code, isBlock });
}

/** An import from another notebook, by its name on Observable's site. */
export function importedNotebook(code: string): ReactiveCell {
  return {
    kind: "code",
    text: `// ${code.replaceAll("\n", "\n// ")}`,
    finding: {
      message: "The cell imports from another Observable notebook.",
      remedy: "Save what it needs as a module beside this one, and import it from ./its-name.ts.",
      stops: true,
    },
  };
}

/** Up to two names at the beginning, comments skipped, and where the `=` behind them stands; the text's end where there is none. */
function leadingWords(text: string): { readonly words: readonly string[]; readonly end: number } {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, text);
  const words: string[] = [];
  let token = scanner.scan();
  while (words.length < 2 && /^[\p{ID_Start}$_]/u.test(scanner.getTokenText())) {
    words.push(scanner.getTokenText());
    token = scanner.scan();
  }
  return { words, end: token === ts.SyntaxKind.EqualsToken ? scanner.getTokenStart() : text.length };
}
