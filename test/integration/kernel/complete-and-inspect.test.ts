import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";

const CompletedSchema = z.object({
  status: z.literal("ok"),
  matches: z.array(z.string()),
  cursor_start: z.number(),
  cursor_end: z.number(),
  metadata: z.object({
    _jupyter_types_experimental: z.array(
      z.object({ text: z.string(), type: z.string(), start: z.number(), end: z.number() }),
    ),
  }),
});

describe("the answers to Jupyter's clients", function () {
  this.timeout(300_000);
  let kernel: TestKernel;
  before(async () => {
    kernel = await startTestKernel({ modules: resolve(import.meta.dirname, "../../..") });
    writeFileSync(join(kernel.folder, "orders.csv"), "a\n");
    const { trace } = await kernel.run(`
      import pl from "nodejs-polars";
      const weather = { rain: 1, rainfall: 2, wind() { return 1; }, deep: [{ low: 1 }] };
      const names = { "it's": 1, other: 2 };
      const orders = pl.DataFrame({ price: [1, 2], prime: ["a", "b"] });
      /**
       * Loads a day.
       * @param day which one
       */
      async function load(day: string, limit = 3): Promise<number[]> { return []; }
      /** How much. */
      const price: number = 12;
      class Weather {}`);
    assert.equal(trace, "");
  });
  after(() => kernel.stop());

  /** `|` is the cursor. */
  const ask = async (type: "complete" | "inspect", marked: string): Promise<unknown> => {
    const before = marked.slice(0, marked.indexOf("|"));
    const code = marked.replace("|", "");
    const cursor = Array.from(before).length;
    return (await kernel.client.request("shell", `${type}_request`, { code, cursor_pos: cursor })).content;
  };
  const complete = async (marked: string) => CompletedSchema.parse(await ask("complete", marked));
  const matches = async (marked: string): Promise<readonly string[]> => (await complete(marked)).matches;
  const inspect = async (marked: string): Promise<Readonly<Record<string, string>>> =>
    z.object({ data: z.record(z.string(), z.string()) }).parse(await ask("inspect", marked)).data;

  it("are names in scope and keywords, with their kinds", async () => {
    const { matches: names, metadata } = await complete("wea|");
    assert.deepEqual(names, ["weather"]);
    assert.deepEqual(metadata._jupyter_types_experimental, [{ text: "weather", type: "instance", start: 0, end: 3 }]); // prettier-ignore
    const kinds = async (marked: string) =>
      (await complete(marked)).metadata._jupyter_types_experimental.map(({ text, type }) => [text, type]);
    assert.deepEqual(await kinds("loa|"), [["load", "function"]]);
    assert.deepEqual(await kinds("Weat|"), [["Weather", "class"]]);
    assert.deepEqual(await kinds("awai|"), [["await", "keyword"]]);
    assert.deepEqual(await kinds("weather.w|"), [["wind", "function"]]);
  });

  it("are members of what can be looked at, also behind ?. and brackets", async () => {
    assert.deepEqual(await matches("weather.rain|"), ["rain", "rainfall"]);
    assert.deepEqual(await matches("weather?.rain|"), ["rain", "rainfall"]);
    assert.deepEqual(await matches("const x = weather.deep[0].lo|"), ["low"]);
    assert.deepEqual(await matches('weather["deep"].at|'), ["at"]);
    assert.ok((await matches("orders.gr|")).includes("groupBy"));
    assert.deepEqual(await matches("[1, 2].fla|"), ["flat", "flatMap"]);
    assert.deepEqual(await matches('"a".repl|'), ["replace", "replaceAll"]);
    assert.deepEqual(await matches("`a${1}b`.trimS|"), ["trimStart"]);
    assert.deepEqual(await matches("/a/u.flag|"), ["flags"]);
    assert.deepEqual(await matches("load().|"), []);
    assert.deepEqual(await matches("// weath|"), []);
    assert.deepEqual(await matches('"weath|"'), []);
  });

  it("are properties between brackets, and modules", async () => {
    assert.deepEqual(await matches('weather["rain|"]'), ["rain", "rainfall"]);
    assert.deepEqual(await matches("weather.deep[0]['|"), ["low"]);
    assert.deepEqual(await matches("names['i|']"), ["it\\'s"]);
    assert.deepEqual(await matches('import { read } from "node:fs|"'), ["node:fs", "node:fs/promises"]);
    assert.deepEqual(await matches('import pl from "nodejs-pol|'), ["nodejs-polars"]);
    assert.deepEqual(await matches('await import("pipe|")'), ["pipenb"]);
    assert.deepEqual(await matches('call("rain|")'), []);
  });

  it("are columns, files and SQL inside of strings", async () => {
    assert.deepEqual(await matches('orders.getColumn("pri|")'), ["price", "prime"]);
    assert.deepEqual(await matches('pl.col("|'), ["price", "prime"]);
    assert.deepEqual(await matches('pl.readCSV("or|")'), ["orders.csv"]);
    assert.deepEqual(await matches("db.run(`SELECT * FR|`)"), ["FROM"]);
  });

  it("count characters as Jupyter does, also behind those of two units", async () => {
    const { cursor_start: start, cursor_end: end, metadata } = await complete('print("😀𝒳"); weather.rai|n');
    assert.deepEqual([start, end], [21, 25]);
    assert.deepEqual(metadata._jupyter_types_experimental[0], { text: "rain", type: "property", start: 21, end: 25 }); // prettier-ignore
    const inString = await complete('"😀"; orders.getColumn("pri|ce")');
    assert.deepEqual([inString.cursor_start, inString.cursor_end], [23, 28]);
    assert.equal((await inspect('"😀😀"; pri|ce'))["text/plain"], "How much.\n\n12");
  });

  it("tell a function's signature as the cell wrote it, with its comment", async () => {
    const signature = "async function load(day: string, limit = 3): Promise<number[]>";
    const documentation = "Loads a day.\n@param day which one";
    const data = await inspect("await loa|d('x')");
    assert.equal(data["text/plain"], `${signature}\n${documentation}`);
    assert.equal(data["text/markdown"], `\`\`\`typescript\n${signature}\n\`\`\`\n\n${documentation}`);
    assert.equal((await inspect("load(|"))["text/plain"], data["text/plain"]);
    assert.equal((await inspect("weather.win|d"))["text/plain"], "wind()");
    assert.equal((await inspect("Weath|er"))["text/plain"], "class Weather");
  });

  it("tell the type, shape and first rows of a value", async () => {
    const { "text/plain": plain = "", "text/markdown": markdown = "" } = await inspect("or|ders.filter(x)");
    assert.match(plain, /^DataFrame: 2 rows × 2 columns\n/);
    assert.match(
      markdown,
      /^DataFrame · 2 rows × 2 columns\n\n\| &nbsp;price \*Float64\*&nbsp;&nbsp; \| &nbsp;prime/,
    );
    assert.deepEqual(await ask("inspect", "nowh|ere"), {
      status: "ok",
      found: false,
      data: {},
      metadata: {},
    });
  });
});
