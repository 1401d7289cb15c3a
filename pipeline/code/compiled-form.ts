/** `compiled.json` of an export: the JavaScript of its TypeScript, so that a run need not load what makes it. */

/** Where it stands in an export. */
export const compiledFile = "compiled.json";

/** The JavaScript of one file. */
interface CompiledForm {
  /** {@link checksum} of the text it was made from. */
  readonly of: number;
  /** With an inline source map where it has not every place where the text has it. */
  readonly code: string;
  /** Whether the image has nothing that could make it: decorators, `accessor`, JSX. */
  readonly byCompiler: boolean;
}

/** By path, `/` between folders. */
export type CompiledForms = Readonly<Record<string, CompiledForm>>;

/** Tells whether a text was edited since; FNV-1a over UTF-16, as loading Node's hashes takes longer than a small pipeline. */
export function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
