/** A cell of three lines, whose names come again every fifty cells, as when a person works on a notebook for long. */
export function smallCell(index: number): string {
  const name = index % 50;
  return `const value${name} = ${index};\nconst sum${name} = (a: number): number => a + value${name};\nsum${name}(1)`;
}
