/** What every language server must do; run for TypeScript 7's and for TypeScript 6's. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import type { Location, LocationLink } from "vscode-languageserver-protocol";
import { LanguageServerError } from "../../language/server/language-server-error.ts";
import type { LanguageServer } from "../../language/server/language-server.ts";
import { moduleFolders } from "../support/module-folder.ts";
import type { ModuleFolders } from "../support/module-folder.ts";
import { editsByFile, openModule } from "../support/open-module.ts";
import { isAlive, processesBelow } from "../support/processes.ts";

const settings = {
  preferences: {
    useAliasesForRenames: false,
    quoteStyle: "double",
    importModuleSpecifierEnding: "js",
    autoImportSpecifierExcludeRegexes: ["^fs(/|$)"],
  },
  inlayHints: { variableTypes: { enabled: true }, parameterNames: { enabled: "all" } },
};

const cells = `import pl from "nodejs-polars";
import { double } from "./helper.ts";
const orders = pl.DataFrame({ price: [1, 2] });
;
const orders·2 = orders.filter(pl.col("price").gt(1)).getColumn("price");
const total = double(orders·2.length);
display(total);
/** Adds. */
function add(left: number, right: number): number {
  return left + right;
}
await Promise.resolve(add(total, 2));
export {};
`;

/** Tests one server; `make` gives one that is not started, `expression` does so in another process. */
export function languageServerContract(make: () => LanguageServer, expression: string): void {
  let folders: ModuleFolders;
  let server: LanguageServer;

  before(() => {
    folders = moduleFolders();
    server = make();
    server.configuration = (section) => (section === "js/ts" ? settings : null);
  });

  after(() => {
    server.dispose();
    folders.remove();
  });

  /** Opens a text for one test, alone. */
  const withModule = async (
    text: string,
    test: (module: ReturnType<typeof openModule>) => Promise<void>,
  ): Promise<void> => {
    const module = openModule(server, folders.uri, text);
    try {
      await test(module);
    } finally {
      module.close();
    }
  };

  it("finds no error in cells that have none, with packages, Node, globals and a module beside the notebook", () =>
    withModule(cells, async (module) => {
      assert.deepEqual(await module.errors(), []);
    }));

  it("gives errors, unused names and deprecated ones of the text as it stands", () =>
    withModule("const wrong: number = 'x';\nexport {};\n", async (module) => {
      assert.deepEqual(await module.errors(), ["2322 Type 'string' is not assignable to type 'number'."]);
      module.change("/** @deprecated */\nconst old = 1;\nconst unused = old;\nexport {};\n");
      assert.deepEqual(
        (await module.diagnostics()).map(({ code, severity, tags, source, range }) => ({
          code,
          severity,
          tags,
          source,
          line: range.start.line,
        })),
        [
          { code: 6133, severity: 4, tags: [1], source: "ts", line: 2 },
          { code: 6385, severity: 4, tags: [2], source: "ts", line: 2 },
        ],
      );
      module.change("const right: number = 1;\nright;\nexport {};\n");
      assert.deepEqual(await module.diagnostics(), []);
    }));

  it("says where else an error has to do with", () =>
    withModule("interface A { b: number }\nconst a: A = {};\na;\nexport {};\n", async (module) => {
      const [problem] = await module.diagnostics();
      assert.equal(problem?.code, 2741);
      assert.deepEqual(problem.relatedInformation?.[0]?.location, {
        uri: folders.uri,
        range: module.range("b"),
      });
    }));

  it("tells the type and documentation of what the pointer is on", () =>
    withModule(cells, async (module) => {
      const hover = async (words: string): Promise<string> => {
        const answer = await server.request("textDocument/hover", module.at(words));
        assert.ok(answer && "value" in Object(answer.contents), "markdown");
        return JSON.stringify(answer.contents);
      };
      const helper = await hover("= dou|ble");
      assert.match(helper, /double\(value: number\): number/);
      assert.match(helper, /Doubles a number/);
      assert.match(await hover("const ord|ers·2"), /orders·2: .*Series/);
      assert.match(await hover("disp|lay(total"), /Shows a value below the cell/);
    }));

  it("completes the members of a package's value with documentation", () =>
    withModule(cells, async (module) => {
      const filter = await module.completion("orders.fil|ter", "filter");
      assert.match(filter.detail ?? "", /filter\(predicate/);
      assert.match(JSON.stringify(filter.documentation), /Filter the rows/);
      module.change("import pl from 'nodejs-polars';\npl.\nexport {};\n");
      const labels = (await module.completions("pl.")).map(({ label }) => label);
      assert.ok(labels.includes("readCSV"), labels.join(" "));
    }));

  it("completes names with an import of Node's modules, of packages and of files beside the notebook", () =>
    withModule("export {};\nreadFil\nDuckDBInst\nfarAw\n", async (module) => {
      const imported = async (words: string, label: string, from: string): Promise<string> => {
        const { additionalTextEdits } = await module.completion(words, label, from);
        return module.after(additionalTextEdits ?? []);
      };
      assert.match(
        await imported("readFil", "readFile", "node:fs/promises"),
        /^import { readFile } from "node:fs\/promises";$/m,
      );
      assert.match(
        await imported("DuckDBInst", "DuckDBInstance", "@duckdb/node-api"),
        /^import { DuckDBInstance } from "@duckdb\/node-api";$/m,
      );
      assert.match(
        await imported("farAw", "farAway", "./other.ts"),
        /^import { farAway } from "\.\/other.ts";$/m,
      );
      const offered = (await module.completions("readFil")).map(
        ({ labelDetails }) => labelDetails?.description,
      );
      assert.ok(!offered.includes("fs"), "the settings leave out the short names");
    }));

  it("completes the paths of imports", () =>
    withModule('import { double } from "./";\nimport "nodejs-";\n', async (module) => {
      const labels = (await module.completions('"./|"')).map(({ label }) => label);
      assert.ok(labels.includes("helper.ts") && labels.includes("other.ts"), labels.join(" "));
      const packages = (await module.completions('"nodejs-|"')).map(({ label }) => label);
      assert.ok(packages.includes("nodejs-polars"), packages.join(" "));
    }));

  it("shows the parameters of a call", () =>
    withModule(cells, async (module) => {
      const help = await server.request("textDocument/signatureHelp", module.at("add(total, |2"));
      assert.equal(help?.signatures[0]?.label, "add(left: number, right: number): number");
      assert.equal(help.signatures[0].activeParameter ?? help.activeParameter, 1);
    }));

  it("finds definitions in the notebook, beside it, in packages and in the language itself", () =>
    withModule(cells, async (module) => {
      const definition = async (words: string): Promise<string[]> =>
        placesOf(await server.request("textDocument/definition", module.at(words)));
      assert.deepEqual(await definition("double(ord|ers·2"), [`${fileURLToPath(folders.uri)}:5`]);
      assert.deepEqual(await definition("= dou|ble("), [`${join(folders.notebook, "helper.ts")}:3`]);
      const polars = join(folders.environment, "node_modules/nodejs-polars/bin/dataframe.d.ts");
      assert.match((await definition("orders.fil|ter"))[0] ?? "", new RegExp(`^${polars}:\\d+$`));
      const own = (await definition("await Prom|ise"))[0] ?? "";
      assert.ok(readFileSync(own.replace(/:\d+$/, ""), "utf8").includes("interface Promise"), own);
    }));

  it("finds the type of a value, and what implements a name", () =>
    withModule(cells, async (module) => {
      const types = placesOf(await server.request("textDocument/typeDefinition", module.at("const ord|ers")));
      assert.match(types[0] ?? "", /dataframe\.d\.ts/);
      const implementations = await server.request("textDocument/implementation", module.at("(ad|d(total"));
      assert.deepEqual(placesOf(implementations), [`${fileURLToPath(folders.uri)}:9`]);
    }));

  it("finds all uses, in modules beside the notebook too", () =>
    withModule(cells, async (module) => {
      const references = await server.request("textDocument/references", {
        ...module.at("= dou|ble("),
        context: { includeDeclaration: true },
      });
      assert.deepEqual(placesOf(references).sort(), [
        `${fileURLToPath(folders.uri)}:2`,
        `${fileURLToPath(folders.uri)}:6`,
        `${join(folders.notebook, "helper.ts")}:3`,
      ]);
      const highlights = await server.request("textDocument/documentHighlight", module.at("const to|tal"));
      assert.deepEqual(
        highlights?.map(({ range }) => range.start.line).sort((a, b) => a - b),
        [5, 6, 11],
      );
    }));

  it("renames in the notebook and in modules beside it, and refuses what is a package's", () =>
    withModule(cells, async (module) => {
      const place = module.at("= dou|ble(");
      const prepared = await server.request("textDocument/prepareRename", place);
      assert.deepEqual(prepared && "range" in prepared ? prepared.range : prepared, {
        ...module.range("double(o"),
        end: module.at("= double|(").position,
      });
      const edits = editsByFile(await server.request("textDocument/rename", { ...place, newName: "twice" }));
      assert.deepEqual(Object.keys(edits).sort(), ["helper.ts", "nb.mts"]);
      const renamed = module.after(edits["nb.mts"] ?? []);
      assert.equal(renamed, cells.replaceAll("double", "twice"));
      assert.equal(edits["helper.ts"]?.length, 1);
      await assert.rejects(
        server.request("textDocument/prepareRename", module.at(".fil|ter")),
        (error) =>
          error instanceof LanguageServerError &&
          error.code === "refused" &&
          error.message.startsWith("You cannot rename"),
      );
    }));

  it("takes names of versions as names", () =>
    withModule(cells, async (module) => {
      const edits = editsByFile(
        await server.request("textDocument/rename", { ...module.at("const ord|ers·2"), newName: "dear·2" }),
      );
      assert.equal(module.after(edits["nb.mts"] ?? []), cells.replaceAll("orders·2", "dear·2"));
    }));

  it("adds a missing import, of the wanted module, as a quick fix", () =>
    withModule('import pl from "nodejs-polars";\npl;\nexistsSync("x");\n', async (module) => {
      const actions = await module.actions("existsSync");
      const fix = actions.find(({ title }) => title === 'Add import from "node:fs"');
      assert.ok(fix, actions.map(({ title }) => title).join("\n"));
      assert.equal(fix.kind, "quickfix");
      const edits = editsByFile(fix.edit ?? null)["nb.mts"] ?? [];
      assert.match(module.after(edits), /^import { existsSync } from "node:fs";$/m);
      assert.ok(!actions.some(({ title }) => title === 'Add import from "fs"'));
    }));

  it("organizes imports", () =>
    withModule(
      'import { farAway } from "./other.ts";\nimport { existsSync, readFileSync } from "node:fs";\nfarAway();\nreadFileSync("x");\n',
      async (module) => {
        const [action] = await module.actions("import", "source.organizeImports");
        assert.equal(action?.kind, "source.organizeImports");
        const edits = editsByFile(action.edit ?? null)["nb.mts"] ?? [];
        assert.equal(
          module.after(edits),
          'import { readFileSync } from "node:fs";\nimport { farAway } from "./other.ts";\nfarAway();\nreadFileSync("x");\n',
        );
      },
    ));

  it("formats the whole text and a part of it", () =>
    withModule("const  a=1\nif(a){\ndisplay( a )\n}\n", async (module) => {
      const options = { tabSize: 2, insertSpaces: true };
      const all = await server.request("textDocument/formatting", { ...module.document, options });
      assert.equal(module.after(all ?? []), "const a = 1\nif (a) {\n  display(a)\n}\n");
      const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 10 } };
      const part = await server.request("textDocument/rangeFormatting", {
        ...module.document,
        range,
        options,
      });
      assert.equal(module.after(part ?? []), "const a = 1\nif(a){\ndisplay( a )\n}\n");
    }));

  it("colours names by their kind", () =>
    withModule(cells, async (module) => {
      const tokens = await server.request("textDocument/semanticTokens/full", module.document);
      const legend = server.tokenLegend;
      assert.ok(tokens && legend);
      const [line, start, length, type, modifiers] = tokens.data;
      assert.ok(line !== undefined && type !== undefined && modifiers !== undefined);
      const first = cells.split("\n")[line]?.slice(start, (start ?? 0) + (length ?? 0));
      assert.match(first ?? "", /^(pl|double|orders)$/);
      const types = tokens.data.flatMap((value, index) =>
        index % 5 === 3 ? [legend.tokenTypes[value] ?? ""] : [],
      );
      for (const kind of ["variable", "function", "method", "parameter"])
        assert.ok(types.includes(kind), `${kind} in ${types.join(" ")}`);
    }));

  it("gives the inlay hints that the settings ask for", () =>
    withModule(cells, async (module) => {
      const range = { start: { line: 0, character: 0 }, end: module.at("export {}").position };
      const hints = await server.request("textDocument/inlayHint", { ...module.document, range });
      const labels = (hints ?? []).map(({ position, label }) => [
        position.line,
        typeof label === "string" ? label : label.map(({ value }) => value).join(""),
      ]);
      assert.ok(
        labels.some(([line, label]) => line === 5 && label === ": number"),
        JSON.stringify(labels),
      );
      assert.ok(
        labels.some(([line, label]) => line === 11 && label === "left:"),
        JSON.stringify(labels),
      );
    }));

  it("lists the names of the text in its order, and its foldings and selections", () =>
    withModule(cells, async (module) => {
      const symbols = await server.request("textDocument/documentSymbol", module.document);
      const names = (symbols ?? []).map(({ name }) => name);
      assert.deepEqual(
        names.filter((name) => !["pl", "double"].includes(name)),
        ["orders", "orders·2", "total", "add"],
      );
      const foldings = await server.request("textDocument/foldingRange", module.document);
      assert.ok(foldings?.some(({ startLine, kind }) => startLine === 0 && kind === "imports"));
      assert.ok(foldings?.some(({ startLine, endLine }) => startLine === 8 && endLine >= 9));
      const [selection] =
        (await server.request("textDocument/selectionRange", {
          ...module.document,
          positions: [module.at("left + ri|ght").position],
        })) ?? [];
      assert.deepEqual(selection?.parent?.range, module.range("left + right"));
    }));

  it("notices what changed in a module beside the notebook, on disk and in another editor", () =>
    withModule('import { double } from "./helper.ts";\ndouble(1);\n', async (module) => {
      assert.deepEqual(await module.errors(), []);
      const helper = join(folders.notebook, "helper.ts");
      const uri = pathToFileURL(helper).href;
      const before = readFileSync(helper, "utf8");
      const changed = (): void => {
        server.notify("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 2 }] });
      };
      try {
        writeFileSync(helper, before.replace("value: number", "value: string"));
        changed();
        await until(async () => (await module.errors())[0]?.includes("parameter of type 'string'") === true);
        const editor = openModule(server, uri, before.replace("value: number", "value: boolean"));
        await until(async () => (await module.errors())[0]?.includes("parameter of type 'boolean'") === true);
        editor.close();
        await until(async () => (await module.errors())[0]?.includes("parameter of type 'string'") === true);
      } finally {
        writeFileSync(helper, before);
        changed();
      }
      await until(async () => (await module.errors()).length === 0);
    }));

  it("keeps modules of different folders apart, and reads the configuration of each", async () => {
    const others = moduleFolders();
    try {
      const configuration = join(others.module, "tsconfig.json");
      writeFileSync(
        configuration,
        readFileSync(configuration, "utf8").replace('"strict":true', '"strict":false'),
      );
      await withModule("const shared = 1;\nshared.toFixed();\nexport {};\n", async (module) => {
        const other = openModule(
          server,
          others.uri,
          "const shared = '';\nshared.trim();\nlet empty: string = null;\nempty;\nown;\nexport {};\n",
        );
        assert.deepEqual(await module.errors(), []);
        assert.deepEqual(await other.errors(), ["2304 Cannot find name 'own'."]);
        const references = await server.request("textDocument/references", {
          ...module.at("const sha|red"),
          context: { includeDeclaration: true },
        });
        assert.deepEqual(
          references?.map(({ uri }) => uri),
          [folders.uri, folders.uri],
        );
        const edits = editsByFile(
          await server.request("textDocument/rename", { ...other.at("const sha|red"), newName: "mine" }),
        );
        assert.equal(edits["nb.mts"]?.length, 2);
        other.close();
      });
    } finally {
      others.remove();
    }
  });

  it("rejects at once when the question is taken back, and answers the next one", () =>
    withModule(cells, async (module) => {
      const taken = new AbortController();
      const asked = server.request("textDocument/completion", module.at("orders.fil"), taken.signal);
      taken.abort();
      await assert.rejects(asked, { name: "AbortError" });
      await assert.rejects(server.diagnose(folders.uri, taken.signal), { name: "AbortError" });
      assert.deepEqual(await module.errors(), []);
    }));

  it("takes changed settings", () =>
    withModule(cells, async (module) => {
      const hints = async (): Promise<number> => {
        const range = { start: { line: 0, character: 0 }, end: module.at("export {}").position };
        return (await server.request("textDocument/inlayHint", { ...module.document, range }))?.length ?? 0;
      };
      assert.notEqual(await hints(), 0);
      server.onRestart = () => {
        module.open();
      };
      server.configuration = () => null;
      server.configurationChanged();
      await until(async () => (await hints()) === 0);
      server.configuration = (section) => (section === "js/ts" ? settings : null);
      server.configurationChanged();
      await until(async () => (await hints()) > 0);
      server.onRestart = undefined;
    }));

  it("starts again after its process was killed, tells to open the files again, and answers", () =>
    withModule(cells, async (module) => {
      assert.deepEqual(await module.errors(), []);
      let restarts = 0;
      server.onRestart = () => {
        restarts += 1;
        module.open();
      };
      const running = serversOf(process.pid);
      assert.equal(running.length, 1);
      const asked = server.request("textDocument/completion", module.at("orders.fil"));
      for (const { pid } of running) process.kill(pid, "SIGKILL");
      await asked.then(
        () => "it was faster",
        (error: unknown) => {
          assert.ok(error instanceof LanguageServerError && error.code === "died", String(error));
        },
      );
      await until(() => Promise.resolve(!running.some(({ pid }) => isAlive(pid))));
      await until(async () => {
        const errors = await module.errors().catch((error: unknown) => [String(error)]);
        return errors.length === 0;
      });
      assert.equal(restarts, 1);
      server.onRestart = undefined;
    }));

  it("leaves no process behind", async () => {
    const one = make();
    const module = openModule(one, folders.uri, cells);
    assert.deepEqual(await module.errors(), []);
    const before = serversOf(process.pid).flatMap(({ pid }) => [
      pid,
      ...processesBelow(pid).map((each) => each.pid),
    ]);
    one.dispose();
    await assert.rejects(module.errors(), { code: "disposed" });
    server.dispose();
    await until(() => Promise.resolve(!before.some((pid) => isAlive(pid))));
  });

  it("ends when the process that uses it is killed", async () => {
    const program = `
      const server = await (${expression})();
      server.notify("textDocument/didOpen", {
        textDocument: { uri: "${folders.uri}", languageId: "typescript", version: 1, text: "export {};" },
      });
      await server.diagnose("${folders.uri}");
      console.log("ready");`;
    const user = spawn(process.execPath, ["--input-type=module", "--eval", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(user.stdout, "data");
    const below = processesBelow(user.pid ?? 0).map(({ pid }) => pid);
    assert.notEqual(below.length, 0);
    user.kill("SIGKILL");
    await until(() => Promise.resolve(!below.some((pid) => isAlive(pid))));
  });
}

/** The processes that this one has started as language servers. */
function serversOf(pid: number): { pid: number }[] {
  return processesBelow(pid).filter(({ command }) => command.includes("--stdio"));
}

function placesOf(answer: Location | readonly Location[] | readonly LocationLink[] | null): string[] {
  const all = answer === null ? [] : "uri" in answer ? [answer] : answer;
  return all.map((place) =>
    "uri" in place
      ? `${fileURLToPath(place.uri)}:${place.range.start.line + 1}`
      : `${fileURLToPath(place.targetUri)}:${place.targetSelectionRange.start.line + 1}`,
  );
}

/** Waits until it is so; the runner's time limit ends the wait. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(50);
}
