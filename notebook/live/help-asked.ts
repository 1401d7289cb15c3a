const name = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const chain = String.raw`${name}(?:\.${name})*`;
const asks = new RegExp(String.raw`^\s*(?:\?{1,2}\s*(${chain})|(${chain})\?{1,2})\s*;?\s*$`, "u");

/** The value that a cell asks for help about, as `?name` and `name?` do in other kernels; such a cell is no TypeScript. */
export function helpAskedBy(code: string): string | undefined {
  const [, behind, before] = asks.exec(code) ?? [];
  return behind ?? before;
}
