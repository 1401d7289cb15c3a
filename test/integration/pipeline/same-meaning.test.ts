import assert from "node:assert/strict";
import { Session } from "node:inspector/promises";
import { stripTypeScriptTypes } from "node:module";
import { parse } from "acorn";
import fc from "fast-check";
import { Compiler } from "../../../kernel/compile/compile.ts";
import { pipelineText } from "../../../pipeline/code/pipeline-text.ts";
import { analyseCells } from "../../../notebook/analysis/analyse-cells.ts";
import { notebookOf } from "../../support/notebook-of.ts";

// SAFETY: names of globals are any names.
const open = globalThis as unknown as Record<string, unknown>;

async function fails(session: Session, parameters: object): Promise<boolean> {
  // SAFETY: the types give up on `replMode`, which only experiments have; what comes back is what they say.
  const post = session.post.bind(session) as (method: string, given: object) => Promise<object>;
  return "exceptionDetails" in (await post("Runtime.evaluate", parameters));
}

/** The cells one after the other, compiled and run as the kernel does; ends at the first that fails. */
async function runInKernel(
  cells: readonly string[],
  run: number,
  write: (value: unknown) => void,
): Promise<void> {
  const session = new Session();
  session.connect();
  const compiler = new Compiler();
  open["__pipenb"] = { result: () => undefined, check: (value: unknown) => value };
  open[`log_${run}`] = write;
  try {
    for (const cell of cells) {
      // Names of their own for every run: what a run declares stays for good.
      const own = cell.replaceAll(/\b([a-e]|log)\b(?!:)/g, `$1_${run}`);
      const { code, declare } = await compiler.compile(own, 1);
      const parameters = { expression: code, replMode: true, awaitPromise: true };
      if (await fails(session, parameters)) return;
      declare();
    }
  } finally {
    session.disconnect();
  }
}

function exportedText(cells: readonly string[]): string {
  const notebook = notebookOf(cells);
  return pipelineText({
    notebook,
    name: "x",
    title: "x",
    parameters: [],
    analyses: analyseCells(cells),
  }).text;
}

/** The exported module, without its imports, as the body of an async function. */
async function runExported(text: string, write: (value: unknown) => void): Promise<void> {
  const code = stripTypeScriptTypes(text.replaceAll(/^import .*$/gm, ""));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- running what was exported is the test
  const made = new Function("log", "pipeline", "cell", `"use strict"; return (async () => {${code}\n})();`);
  // SAFETY: the text it was made from takes functions and gives the promise of an async function.
  const run = made as (...given: readonly ((value: unknown) => void)[]) => Promise<void>;
  const idle = (): void => undefined;
  try {
    await run(write, idle, idle);
  } catch (error) {
    if (![ReferenceError, TypeError, RangeError].some((kind) => error instanceof kind)) throw error;
  }
}

const name = fc.constantFrom("a", "b", "c", "d", "e");
const value = fc.oneof(
  fc.integer({ min: 0, max: 99 }).map(String),
  name,
  fc.tuple(name, name).map(([one, other]) => `(${one} + "," + ${other})`),
  name.map((each) => `[1, 2].map((x) => x + ${each}).join()`),
  name.map((each) => `(typeof ${each} === "function" ? ${each}() : ${each})`),
);
/** A recursive function that is passed on under another name keeps calling itself in the export; in the kernel, what replaced it. */
const named = fc.tuple(name, value).filter(([each, given]) => !new RegExp(`\\b${each}\\b`).test(given));
const statement = fc.oneof(
  fc.tuple(name, value).map(([each, given]) => `const ${each} = ${given};`),
  fc.tuple(name, value).map(([each, given]) => `let ${each} = ${given};`),
  fc
    .tuple(name, name, value)
    .map(([each, other, given]) =>
      each === other
        ? `const ${each} = ${given};`
        : `const { ${each}: ${each}, x: ${other} } = { ${each}: ${given}, x: 7 };`,
    ),
  named.map(([each, given]) => `function ${each}() { return ${given}; }`),
  named.map(([each, given]) => `const ${each} = () => ${given};`),
  value.map((given) => `log(${given});`),
  fc.tuple(name, value).map(([each, given]) => `var ${each} = ${given};`),
  name.map((each) => `var ${each};`),
  fc
    .tuple(name, name, value)
    .map(([each, other, given]) => `if (typeof ${other} === "string") { var ${each} = ${given}; }`),
  fc.tuple(name, value).map(([each, given]) => `for (var ${each} of [${given}, 8].slice(1)) log(${each});`),
  fc.tuple(name, name).map(([each, other]) => `type ${each} = typeof ${other};`),
  name.map((each) => `log(typeof ${each} === "function" ? ${each}() : ${each});`),
);
/** A function that is called above it, before a name it uses is declared again, is the one case that is not told apart. */
const rank = (text: string): number => (text.startsWith("function") ? 0 : 1);
/** Cells that declare no name twice, as V8 asks. */
const cell = fc
  .array(statement, { minLength: 1, maxLength: 3 })
  .map((statements) => statements.toSorted((one, other) => rank(one) - rank(other)).join("\n"))
  .filter((text) => {
    try {
      parse(text, { ecmaVersion: "latest", sourceType: "module" });
      return true;
    } catch {
      return false;
    }
  });
/** A name used before any cell declares it is the notebook's mistake, and no matter here. */
const first = "const a = 1, b = 2;\nlet c = 3;\nconst { d: d } = { d: 4 };\nfunction e() { return 5; }";
const notebook = fc.array(cell, { minLength: 1, maxLength: 5 }).map((cells) => [first, ...cells]);

describe("what is exported", () => {
  it("is always a module that parses, with no name declared twice", () => {
    fc.assert(
      fc.property(notebook, (cells) => {
        const code = stripTypeScriptTypes(exportedText(cells));
        parse(code, { ecmaVersion: "latest", sourceType: "module", allowAwaitOutsideFunction: true });
      }),
      { numRuns: 300 },
    );
  });

  it("does what the cells did in the kernel, names declared again and all", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(notebook, async (cells) => {
        const inKernel: string[] = [];
        const inExport: string[] = [];
        await runInKernel(cells, run++, (given) => inKernel.push(String(given)));
        await runExported(exportedText(cells), (given) => inExport.push(String(given)));
        assert.deepEqual(inExport.map(plain), inKernel.map(plain));
      }),
      { numRuns: 150 },
    );
  });

  it("does so also where no semicolon parts the statements", async () => {
    for (const [index, cells] of [
      ["const a = [1, 2]\nfunction b(x) { log(x) }\n[3, 4].forEach(b)\nlog(a)"],
      ["const a = 1\nvar { b: b } = { b: 2 }\nvar [c] = [3]\nlog(a + b + c)"],
      [
        "function b(x) { log(x) }\nconst c = () => b(0)",
        "b(1)\nconst a = [1]\nfunction b(x) { log(-x) }\n[3, 4].forEach(b)\nc()\nlog(a)",
      ],
      ["const a = [1]\nexport { a }\n[2].forEach((x) => log(x))\nlog(a)"],
    ].entries()) {
      const inKernel: string[] = [];
      const inExport: string[] = [];
      await runInKernel(cells, 10_000 + index, (given) => inKernel.push(String(given)));
      await runExported(exportedText(cells), (given) => inExport.push(String(given)));
      assert.deepEqual(inExport, inKernel);
      assert.ok(inKernel.length > 0, cells.join());
    }
  });
});

/** The text of a function differs by the names in it. */
function plain(text: string): string {
  return text.replaceAll(/function.*|\(\) =>.*/g, "function");
}
