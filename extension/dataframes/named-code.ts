/** Code that gives a value, as a cell that keeps the value under a name of its own and shows it. Pure. */

/** @param texts of the notebook's cells, whose words the name must not be one of */
export function namedCode(code: string, texts: readonly string[]): string {
  const taken = new Set(texts.flatMap((text) => text.match(/[\p{ID_Continue}$]+/gu) ?? []));
  let name = "view";
  for (let next = 2; taken.has(name); next += 1) name = `view${next}`;
  return `const ${name} = ${code};\n${name}`;
}
