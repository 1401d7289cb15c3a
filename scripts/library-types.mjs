// The declarations of the library "pipenb" as one module, made from its sources: what its entry exports, with the comments.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const compilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  isolatedDeclarations: true,
  stripInternal: true,
  strict: true,
};

/** The text of `pipenb.d.mts`. */
export function libraryTypes(root) {
  const folder = join(root, "pipeline/library");
  const entry = readFileSync(join(folder, "pipenb.ts"), "utf8");
  const heading = entry.slice(0, entry.indexOf("*/") + 2);
  const files = new Set([...entry.matchAll(/ from "\.\/([^"]+)"/g)].map(([, file]) => file));
  return (
    [heading, ...[...files].map((file) => declarationsOf(join(folder, file))), "export {};"].join("\n\n") +
    "\n"
  );
}

function declarationsOf(path) {
  const text = readFileSync(path, "utf8");
  const { outputText, diagnostics } = ts.transpileDeclaration(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions,
  });
  const [first] = diagnostics;
  if (first !== undefined)
    throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(first.messageText, " ")}`);
  // The files of the library are one module here.
  return outputText.replaceAll(/^import .* from "\.\.?\/.*$\n|^export \{\};\n/gm, "").trim();
}
