/** What a text of TypeScript or JavaScript imports, static and dynamic. */
import ts from "typescript";

/** One import and where its specifier stands, as a UTF-16 offset. */
export interface ModuleSpecifier {
  readonly module: string;
  readonly start: number;
}

/** Every module named by a literal, in the order of the text; each place once. */
export function moduleSpecifiers(text: string): readonly ModuleSpecifier[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => ({
    module: fileName,
    start: pos,
  }));
}
