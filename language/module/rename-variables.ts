/**
 * What renaming a variable changes. The server renames the properties that a variable is written to as well, `{ rows }` and all
 * `each.rows` with it: to a notebook these are columns and answers, which others know by their names.
 */
import ts from "typescript";
import { isMemberName } from "../../notebook/analysis/occurrences.ts";

/** The words of a cell by their places. */
export class CellWords {
  readonly #file: ts.SourceFile;

  constructor(text: string) {
    this.#file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ESNext, true);
  }

  /** Whether a member of an object or a type is named there. */
  isMember(offset: number): boolean {
    const name = this.#nameAt(offset);
    return name !== undefined && isMemberName(name);
  }

  /** What is to stand in place of the word that begins there, of which a variable's new name is known; undefined for a member's. */
  renamed(start: number, text: string): string | undefined {
    const name = this.#nameAt(start);
    if (name === undefined) return text;
    if (isMemberName(name)) return undefined;
    return isShorthand(name) && !text.includes(":") ? `${name.text}: ${text}` : text;
  }

  #nameAt(offset: number): ts.Identifier | undefined {
    let found: ts.Identifier | undefined;
    const visit = (node: ts.Node): void => {
      if (node.getFullStart() > offset || node.end < offset) return;
      if (ts.isIdentifier(node) && node.getStart(this.#file) <= offset) found ??= node;
      ts.forEachChild(node, visit);
    };
    visit(this.#file);
    return found;
  }
}

/** `{ name }`, which names a property and a variable. */
function isShorthand(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node;
  return (
    ts.isBindingElement(parent) &&
    parent.name === node &&
    parent.propertyName === undefined &&
    parent.dotDotDotToken === undefined &&
    ts.isObjectBindingPattern(parent.parent)
  );
}
