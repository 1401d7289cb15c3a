/** The files that cells read and write by a name that stands in their code: as text, in a constant, or in a query. */
import ts from "typescript";

/** A path as it is written, and where. */
interface FileUse {
  readonly path: string;
  /** Of the cell that names it. */
  readonly cell: number;
  /** UTF-16 offset in the cell's text. */
  readonly start: number;
}

/** In the order of the cells. */
export interface FilesUsed {
  readonly reads: readonly FileUse[];
  /** Files and folders that cells make or change. */
  readonly writes: readonly FileUse[];
}

/** Functions that read the file which their first argument names: Node's, those of dataframe libraries, and programs that are run. */
const readers =
  /^(?:(?:readFile|readdir|opendir|copyFile|cp|openAsBlob|loadEnvFile)(?:Sync)?|createReadStream|(?:read|scan|load)_?(?:csv|tsv|json|ndjson|parquet|ipc|ipcstream|arrow|feather|avro|excel|fixed)(?:Sync)?)$/i;
const programs = /^(?:execFile|spawn|fork)(?:Sync)?$/;
const writers = /^(?:(?:write|append|sink|save|to|mkdir|truncate|touch|output|ensure)\w*|createWriteStream)$/;
/** Functions that write the file which their second argument names. */
const movers = /^(?:copyFile|cp|copy|move|rename|symlink|link)(?:Sync)?$/;

const queried =
  /\b(?:(?:from|join)\s+|(?:read_(?:csv|csv_auto|parquet|json|json_auto|ndjson|ndjson_auto|text|blob)|parquet_scan|sniff_csv)\s*\(\s*)'([^'*?[\]]+)'/gi;
const queryWrites = /\bto\s+'([^']+)'/gi;

/** Looks at the texts of cells; "" for one without code. */
export function filesUsed(texts: readonly string[]): FilesUsed {
  const files = texts.map((text) => ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ESNext, true));
  const constants = constantsOf(files);
  const reads: FileUse[] = [];
  const writes: FileUse[] = [];
  files.forEach((file, cell) => {
    const pathOf = (node: ts.Node | undefined): FileUse | undefined => {
      if (node === undefined) return undefined;
      if (ts.isIdentifier(node)) return constants.get(node.text);
      const path = literalPath(node);
      return path === undefined ? undefined : { path, cell, start: node.getStart(file) };
    };
    const add = (to: FileUse[], node: ts.Node | undefined, isMeant: (path: string) => boolean): void => {
      const use = pathOf(node);
      if (use !== undefined && isMeant(use.path)) to.push(use);
    };
    const look = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const name = calledName(node.expression);
        const [first, second] = node.arguments;
        if (readers.test(name)) add(reads, first, isPath);
        if (programs.test(name)) add(reads, first, (path) => path.startsWith("./"));
        if (writers.test(name))
          for (const each of node.arguments.flatMap(withSettings)) add(writes, each, isPath);
        if (movers.test(name)) add(writes, second, isPath);
      }
      if (isUrlHere(node)) add(reads, node.arguments?.[0], isDataUrl);
      if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) {
        const raw = node.getText(file);
        for (const [to, pattern] of [[reads, queried] as const, [writes, queryWrites] as const])
          for (const found of raw.matchAll(pattern)) {
            const path = found[1] ?? "";
            const start = node.getStart(file) + found.index + found[0].indexOf(path);
            if (isPath(path) && /\.\w+$/.test(path)) to.push({ path, cell, start });
          }
      }
      ts.forEachChild(node, look);
    };
    look(file);
  });
  return { reads, writes };
}

/** An argument, or what an object of settings holds. */
function withSettings(node: ts.Expression): readonly ts.Expression[] {
  if (!ts.isObjectLiteralExpression(node)) return [node];
  return node.properties.flatMap((each) => (ts.isPropertyAssignment(each) ? [each.initializer] : []));
}

/** No address, and nothing that stands for several files. */
const isPath = (path: string): boolean => path !== "" && !/^[a-z][a-z+.-]+:|[*?\n]/i.test(path);

/** Modules come by themselves. */
const isDataUrl = (path: string): boolean =>
  /^\.{0,2}\/?[\w.]/.test(path) && !/\.[cm]?[jt]sx?$/.test(path) && isPath(path);

/** Constants at the top of cells whose value is a path's text. A name that is declared twice may mean either. */
function constantsOf(files: readonly ts.SourceFile[]): ReadonlyMap<string, FileUse> {
  const found = new Map<string, FileUse>();
  const twice = new Set<string>();
  files.forEach((file, cell) => {
    for (const statement of file.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (!ts.isIdentifier(name)) continue;
        if (found.has(name.text)) twice.add(name.text);
        const path = initializer === undefined ? undefined : literalPath(initializer);
        if (initializer !== undefined && path !== undefined)
          found.set(name.text, { path, cell, start: initializer.getStart(file) });
      }
    }
  });
  for (const name of twice) found.delete(name);
  return found;
}

/** Of a text, or of `join(import.meta.dirname, "a", "b")`. */
function literalPath(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return literalPath(node.expression);
  if (isUrlHere(node)) return literalPath(node.arguments?.[0] ?? node.expression);
  if (!ts.isCallExpression(node) || !/^(?:join|resolve)$/.test(calledName(node.expression))) return undefined;
  const parts = node.arguments.map((each) => (isMeta(each, "dirname") ? "." : literalPath(each)));
  return parts.length === 0 || parts.includes(undefined) ? undefined : parts.join("/");
}

/** `new URL("…", import.meta.url)` */
function isUrlHere(node: ts.Node): node is ts.NewExpression {
  return (
    ts.isNewExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "URL" &&
    isMeta(node.arguments?.[1], "url")
  );
}

function isMeta(node: ts.Node | undefined, name: string): boolean {
  return (
    node !== undefined &&
    ts.isPropertyAccessExpression(node) &&
    node.name.text === name &&
    ts.isMetaProperty(node.expression)
  );
}

function calledName(called: ts.Expression): string {
  if (ts.isIdentifier(called)) return called.text;
  return ts.isPropertyAccessExpression(called) ? called.name.text : "";
}
