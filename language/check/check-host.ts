/** The compiler's view of files: the virtual module, and what the caller reads. */
import { dirname, join } from "node:path";
import ts from "typescript";
import { filesMeant, namesFile } from "../../notebook/specifiers/files-meant.ts";
import type { CheckOptions } from "./check-options.ts";

/** `virtual` holds the texts of files that are not on disk. */
export function checkHost(
  virtual: ReadonlyMap<string, string>,
  compilerOptions: ts.CompilerOptions,
  { path, readFile, modulesFolders = [] }: CheckOptions,
): ts.CompilerHost {
  const texts = new Map<string, string | undefined>(virtual);
  const read = (name: string): string | undefined => {
    if (!texts.has(name)) texts.set(name, readFile(name));
    return texts.get(name);
  };
  // Packages of types ask for each other again and again, each time in all folders above them.
  const known = ts.createModuleResolutionCache(dirname(path), (name) => name, compilerOptions);
  const host: ts.CompilerHost = {
    fileExists: (name) => read(name) !== undefined,
    readFile: read,
    getSourceFile: (name, languageVersion) => {
      const text = read(name);
      return text === undefined
        ? undefined
        : ts.createSourceFile(name, text, howToParse(name, languageVersion), !isDeclarations(name));
    },
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    getDefaultLibLocation: () => dirname(ts.getDefaultLibFilePath(compilerOptions)),
    getCurrentDirectory: () => dirname(path),
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => undefined,
    resolveModuleNameLiterals: (literals, containingFile, redirected, options, sourceFile) =>
      literals.map((literal) => {
        const mode = ts.getModeForUsageLocation(sourceFile, literal, options);
        const from = (file: string): ts.ResolvedModuleWithFailedLookupLocations =>
          ts.resolveModuleName(literal.text, file, options, host, known, redirected, mode);
        // The kernel, too, looks into the notebook's environment before it looks beside the notebook.
        const isOfNotebook = !/^\.{0,2}\//.test(literal.text) && !containingFile.includes("/node_modules/");
        const places = isOfNotebook ? modulesFolders.map((folder) => join(folder, "cells.mts")) : [];
        const found = places.map(from).find(({ resolvedModule }) => resolvedModule !== undefined);
        const named = found ?? from(containingFile);
        if (named.resolvedModule !== undefined || !namesFile(literal.text)) return named;
        // An ending that is left out, a folder: the kernel and the image know them too, TypeScript's way of Node does not.
        const meant = filesMeant(join(dirname(containingFile), literal.text)).find(
          (file) => read(file) !== undefined,
        );
        return meant === undefined
          ? named
          : ts.resolveModuleName(meant, containingFile, options, host, known, redirected, mode);
      }),
  };
  return host;
}

const isDeclarations = (name: string): boolean => /\.d\.[cm]?ts$/.test(name);

/** Comments of declarations, most of their text, say nothing of types. Files beside the notebook are modules, whatever a package.json above them says. */
function howToParse(
  name: string,
  version: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.ScriptTarget | ts.CreateSourceFileOptions {
  if (typeof version !== "object") return version;
  const options = { ...version, jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeErrors };
  return /\/node_modules\/|\.c[jt]s$/.test(name)
    ? options
    : { ...options, impliedNodeFormat: ts.ModuleKind.ESNext };
}
