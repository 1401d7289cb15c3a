/** Names declared again. Written by pipenb from redeclared.pipenb. */
import { readFile as readFile2, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { cell, done as endPipeline, pipeline } from "./runner.mjs";

pipeline({ title: "Names declared again", parameters: [] });

// --- read --------------------------------------------------------------------
await cell("read");
interface Order { id: number; price: number }
const here = import.meta.dirname;
// The orders of a day.
const orders: Order[] = [{ id: 1, price: 10 }, { id: 2, price: 20 }];
let rate: any = 1;
function total(all: Order[]): number {
  return all.reduce((sum, { price }) => sum + price * rate, 0);
}

// --- clean -------------------------------------------------------------------
await cell("clean");
const orders2 = orders.filter(({ id }) => id > 1);
rate = 2;
const { length, ...rest } = { length: orders2.length, name: basename(join(here, "x")) };
console.log(total(orders2), length, rest);

// --- read-again --------------------------------------------------------------
await cell("read-again");
readFile2(join(here, "package.json"), (error, text) => console.log(error === null, text.length > 0));
type Order2 = string;
const names: Order2[] = orders2.map(({ id }) => `order ${id}`);
console.log(names.join(), readFileSync(join(here, "package.json")).length > 0);
const done = true;

endPipeline();
