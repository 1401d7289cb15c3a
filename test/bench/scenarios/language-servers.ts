import { moduleFolders } from "../../support/module-folder.ts";
import { openModule } from "../../support/open-module.ts";
import { processesBelow } from "../../support/processes.ts";
import type { LanguageServer } from "../../../language/server/language-server.ts";
import { findNativeServer, nativeDialect } from "../../../language/server/native-server.ts";
import type { ServerDialect } from "../../../language/server/server-dialect.ts";
import { createStdioServer } from "../../../language/server/stdio-server.ts";
import { findTypeScript6, typescript6Dialect } from "../../../language/server/typescript6-server.ts";
import { repeat, sampleOf, timed } from "../measure.ts";
import { memoryOf } from "../process-memory.ts";
import type { Figure, Scenario } from "../scenario.ts";
import { typicalCell } from "../typical-cell.ts";

const cells = 100;
const keys = 60;
const starts = 3;

/** Cells with polars and DuckDB among typical ones; names of later ones carry the version, as in a notebook's module. */
function notebook(): string {
  const first = `import pl from "nodejs-polars";\nimport { DuckDBInstance } from "@duckdb/node-api";\n`;
  const all = Array.from({ length: cells }, (_, index) => {
    if (index % 10 === 0)
      return `const frame·${index + 1} = pl.DataFrame({ price: [${index}, 2], country: ["CZ", "DE"] });\nframe·${index + 1}.filter(pl.col("price").gt(1)).groupBy("country").agg(pl.col("price").sum());`;
    if (index % 10 === 5)
      return `const database·${index + 1} = await DuckDBInstance.create(":memory:");\nconst rows·${index + 1} = await (await database·${index + 1}.connect()).runAndReadAll("select 1");\nrows·${index + 1}.getRowObjects();`;
    return typicalCell(index).replace(/\b(total|totalOf)\b/g, `$1·${index + 1}`);
  });
  return `${first}${all.join("\n;\n")}\n;\nframe·1;\nexport {};\n`;
}

/** Both language servers on a notebook of 100 cells, as one module, without what brings answers to cells. */
export const languageServers: Scenario = {
  name: "language-servers",
  run: async () => {
    const native = await findNativeServer("dist");
    const fallback = findTypeScript6("dist");
    const dialects = [
      ...(native === undefined ? [] : [nativeDialect(native)]),
      ...(fallback === undefined ? [] : [typescript6Dialect(fallback)]),
    ];
    const figures: Figure[] = [];
    for (const dialect of dialects) figures.push(...(await measure(dialect)));
    return figures;
  },
};

async function measure(dialect: ServerDialect): Promise<Figure[]> {
  const folders = moduleFolders();
  const text = notebook();
  const open = (): { server: LanguageServer; module: ReturnType<typeof openModule> } => {
    const server = createStdioServer({ dialect, log: (line) => process.stderr.write(line) });
    return { server, module: openModule(server, folders.uri, text) };
  };
  const first = await repeat({ warmups: 1, runs: starts }, async () => {
    const { server, module } = open();
    const milliseconds = await timed(() => module.errors());
    server.dispose();
    return milliseconds;
  });
  const { server, module } = open();
  const errors = await module.errors();
  if (errors.length > 0) throw new Error(`the notebook has errors: ${errors.join("\n")}`);
  const completions: number[] = [];
  const diagnostics: number[] = [];
  for (let key = 0; key < keys; key += 1) {
    // A line is typed anew in the middle of the notebook, then a dot at its end.
    module.change(text.replace("\n;\nframe·1;", `\n;\nconst typed${key} = ${key};\nframe·1.`));
    completions.push(await timed(() => module.completions(`const typed${key} = ${key};\nframe·1.`)));
    diagnostics.push(await timed(() => module.diagnostics()));
  }
  const memory = processesBelow(process.pid)
    .filter(({ command }) => command.includes("--stdio"))
    .map(({ pid }) => memoryOf(pid).real);
  server.dispose();
  folders.remove();
  const figure = (what: string, values: Figure["sample"], unit: Figure["unit"] = "ms"): Figure => ({
    part: "language",
    what: `${dialect.name}'s server, ${cells} cells: ${what}`,
    unit,
    sample: values,
  });
  return [
    figure("first diagnostics, its start included", first),
    figure("completion after a dot, right after a change", sampleOf(completions)),
    figure("diagnostics after a change", sampleOf(diagnostics)),
    figure("memory after that", sampleOf(memory), "MB"),
  ];
}
