/** A cell as people write them: types, a function, collections, a template, a value to show. */
export function typicalCell(index: number): string {
  return `interface Order${index} { readonly id: number; readonly country: "CZ" | "DE"; readonly price: number }
const orders${index}: readonly Order${index}[] = Array.from({ length: 20 }, (_, id) => ({
  id,
  country: id % 2 === 0 ? "CZ" : "DE",
  price: id * ${index + 1},
}));
function totalOf(orders: readonly Order${index}[], country: Order${index}["country"]): number {
  return orders.filter((order) => order.country === country).reduce((sum, { price }) => sum + price, 0);
}
const total = await Promise.resolve(totalOf(orders${index}, "CZ"));
\`\${orders${index}.length} orders, \${total.toFixed(2)} in total\``;
}
