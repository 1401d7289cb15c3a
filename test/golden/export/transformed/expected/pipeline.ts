/** What Node cannot run by taking types off. Written by pipenb from transformed.pipenb. */
import { cell, done, pipeline } from "./runner.mjs";

pipeline({ title: "What Node cannot run by taking types off", parameters: [] });

// --- declare -----------------------------------------------------------------
await cell("declare");
enum Color { Red = 1, Green }
function logged(target: Function, context: ClassDecoratorContext): void {
  console.log(`${context.kind} ${String(context.name)}`);
}

// --- use ---------------------------------------------------------------------
await cell("use");
@logged
class Car {
  constructor(private color: Color) {}
  paint(): string {
    return Color[this.color];
  }
}
console.log(new Car(Color.Green).paint());

done();
