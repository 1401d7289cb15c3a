/**
 * How a process that runs cells, or their exported pipeline, loads the modules beside the notebook: found as the notebook's language
 * knows them, compiled like cells; and the library `pipenb` for both. Packages are Node's business alone.
 */
import { readFileSync, statSync } from "node:fs";
import { registerHooks } from "node:module";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { decodeText } from "../notebook/format/decode.ts";
import { adviseSpecifier, libraryName } from "../notebook/specifiers/advise-specifier.ts";
import { filesMeant, namesFile } from "../notebook/specifiers/files-meant.ts";
import { CompileError } from "./compile-error.ts";
import { moduleError } from "./compile-module.ts";
import type { CompileModule } from "./compile-module.ts";
import { noteLoaded } from "./loaded-modules.ts";

const notFound: ReadonlySet<unknown> = new Set([
  "ERR_MODULE_NOT_FOUND",
  "ERR_UNSUPPORTED_DIR_IMPORT",
  "MODULE_NOT_FOUND",
]);

/** Installs both hooks, once for a process or thread. `library` is the URL of the built library. */
export function hookModules(compile: CompileModule, library: string): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      const { parentURL } = context;
      // Also where a package of that name is installed, as pipenb itself may be.
      if (specifier === libraryName && parentURL !== undefined && isOwn(parentURL))
        return { url: library, format: "module", shortCircuit: true };
      // Node would take it for an address, and fail when it is to be read.
      if (
        /^(?!file:|node:|data:)[a-z][a-z+.-]+:/i.test(specifier) &&
        parentURL !== undefined &&
        isOwn(parentURL)
      )
        throw advised(undefined, specifier, parentURL);
      try {
        return next(specifier, context);
      } catch (error) {
        if (parentURL === undefined || !isOwn(parentURL)) throw error;
        const meant =
          namesFile(specifier) && notFound.has(codeOf(error)) ? fileMeant(specifier, parentURL) : undefined;
        if (meant === undefined) throw advised(error, specifier, parentURL);
        return next(pathToFileURL(meant).href, context);
      }
    },
    load: (url, context, next) => {
      const path = isOwn(url) ? fileURLToPath(withoutQuery(url)) : "";
      if (!/\.(?:[cm]?[jt]sx?|json)$/.test(path)) return next(url, context);
      // Node would read other encodings as if they were UTF-8.
      const text = textOf(path, url);
      if (!/\.(?:[cm]?ts|[jt]sx)$/.test(path)) return next(url, context);
      const source = compiled(text, path, url, compile);
      return { format: path.endsWith(".cts") ? "commonjs" : "module", source, shortCircuit: true };
    },
  });
}

const isOwn = (url: string): boolean => url.startsWith("file:") && !url.includes("/node_modules/");

const withoutQuery = (url: string): string => url.replace(/[?#].*$/, "");

function textOf(path: string, url: string): string {
  const decoded = decodeText(readFileSync(path));
  if (decoded.kind === "text") return decoded.text;
  const { message, remedy, line, column } = decoded;
  throw moduleError(new CompileError(`${message} ${remedy}`, line, column), url);
}

/** With what debuggers need: of code under a URL of its own they show the file, although it holds types that the code has not. */
function compiled(text: string, path: string, url: string, compile: CompileModule): string {
  try {
    const { code, map } = compile(text, path);
    noteLoaded(url, code, map);
    return map === undefined ? `${code}\n\n//# sourceURL=${url}` : `${code}${mapComment(map, path)}`;
  } catch (error) {
    throw moduleError(error, url);
  }
}

/** The source is the module itself, beside its code. */
function mapComment(map: string, path: string): string {
  const named = JSON.stringify({ ...(JSON.parse(map) as object), sources: [basename(path)] });
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(named).toString("base64")}`;
}

function fileMeant(specifier: string, parentURL: string): string | undefined {
  const wanted = fileURLToPath(new URL(withoutQuery(specifier), parentURL));
  return filesMeant(wanted).find((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;

/** Node's words know nothing of notebooks. */
function advised(error: unknown, specifier: string, parentURL: string): unknown {
  const advice = adviseSpecifier(specifier);
  if (advice !== undefined)
    return Object.assign(new Error(`${advice.message} ${advice.remedy}`), {
      code: codeOf(error) ?? "ERR_MODULE_NOT_FOUND",
    });
  if (!namesFile(specifier) || !notFound.has(codeOf(error))) return error;
  const parent = fileURLToPath(withoutQuery(parentURL));
  // Cells have no file of their own.
  const isModule = statSync(parent, { throwIfNoEntry: false }) !== undefined;
  const where = isModule ? `, which ${basename(parent)} imports` : " beside the notebook";
  return Object.assign(new Error(`There is no file ${specifier}${where}. Correct the path.`), {
    code: codeOf(error),
  });
}
