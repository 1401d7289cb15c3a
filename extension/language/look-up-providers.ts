/** What a name in a cell is and where it is from: hover, signatures, definitions, references, rename. */
import * as vscode from "vscode";
import type { SignatureInformation } from "vscode-languageserver-protocol";
import type { NotebookLanguage } from "./notebook-language.ts";
import { fromPosition, toLocation, toMarkdown, toRange, toWorkspaceEdit } from "./to-editor.ts";

export function registerLookUp(
  language: NotebookLanguage,
  selector: vscode.DocumentSelector,
): vscode.Disposable {
  const placeOf = (document: vscode.TextDocument, position: vscode.Position) => {
    const asker = language.askerOf(document);
    return asker === undefined ? undefined : { ...asker, position: fromPosition(position) };
  };
  const definitionOf =
    (of: "definition" | "typeDefinition" | "implementation") =>
    async (document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken) => {
      const place = placeOf(document, position);
      if (place === undefined) return undefined;
      const found = await language.ask("definition", { ...place, of }, token);
      return found?.flatMap((target) => toLocation(language, place.key, target) ?? []);
    };
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(selector, {
      provideHover: async (document, position, token) => {
        const place = placeOf(document, position);
        const found = place === undefined ? undefined : await language.ask("hover", place, token);
        if (found === undefined || found === null) return undefined;
        const text =
          typeof found.contents === "object" && "value" in found.contents ? found.contents.value : "";
        return new vscode.Hover(
          toMarkdown(text),
          found.range === undefined ? undefined : toRange(found.range),
        );
      },
    }),
    vscode.languages.registerSignatureHelpProvider(
      selector,
      {
        provideSignatureHelp: async (document, position, token, { triggerCharacter, isRetrigger }) => {
          const place = placeOf(document, position);
          if (place === undefined) return undefined;
          const trigger = triggerCharacter === undefined ? {} : { trigger: triggerCharacter };
          const found = await language.ask("signatureHelp", { ...place, ...trigger, isRetrigger }, token);
          if (found === undefined || found === null) return undefined;
          const help = new vscode.SignatureHelp();
          help.signatures = found.signatures.map(toSignature);
          help.activeSignature = found.activeSignature ?? 0;
          help.activeParameter =
            found.activeParameter ?? found.signatures[help.activeSignature]?.activeParameter ?? 0;
          return help;
        },
      },
      { triggerCharacters: ["(", ",", "<"], retriggerCharacters: [")"] },
    ),
    vscode.languages.registerDefinitionProvider(selector, { provideDefinition: definitionOf("definition") }),
    vscode.languages.registerTypeDefinitionProvider(selector, {
      provideTypeDefinition: definitionOf("typeDefinition"),
    }),
    vscode.languages.registerImplementationProvider(selector, {
      provideImplementation: definitionOf("implementation"),
    }),
    vscode.languages.registerReferenceProvider(selector, {
      provideReferences: async (document, position, { includeDeclaration }, token) => {
        const place = placeOf(document, position);
        if (place === undefined) return undefined;
        const found = await language.ask(
          "references",
          { ...place, withDeclaration: includeDeclaration },
          token,
        );
        return found?.flatMap((target) => toLocation(language, place.key, target) ?? []);
      },
    }),
    vscode.languages.registerDocumentHighlightProvider(selector, {
      provideDocumentHighlights: async (document, position, token) => {
        const place = placeOf(document, position);
        const found = place === undefined ? undefined : await language.ask("highlights", place, token);
        return found?.map(
          ({ range, kind }) => new vscode.DocumentHighlight(toRange(range), highlightKinds[(kind ?? 1) - 1]),
        );
      },
    }),
    vscode.languages.registerRenameProvider(selector, {
      prepareRename: async (document, position, token) => {
        const place = placeOf(document, position);
        const found = place === undefined ? undefined : await language.ask("prepareRename", place, token);
        if (found === undefined || found === null)
          throw new Error("Nothing that stands here can be renamed.");
        return { range: toRange(found.range), placeholder: found.placeholder };
      },
      provideRenameEdits: async (document, position, name, token) => {
        const place = placeOf(document, position);
        const edits =
          place === undefined ? undefined : await language.ask("rename", { ...place, name }, token);
        if (place === undefined || edits === undefined || edits === null) return undefined;
        return toWorkspaceEdit(language, place.key, edits);
      },
    }),
  );
}

const highlightKinds = [
  vscode.DocumentHighlightKind.Text,
  vscode.DocumentHighlightKind.Read,
  vscode.DocumentHighlightKind.Write,
];

function toSignature({
  label,
  documentation,
  parameters,
  activeParameter,
}: SignatureInformation): vscode.SignatureInformation {
  const signature = new vscode.SignatureInformation(label, documented(documentation));
  signature.parameters = (parameters ?? []).map(
    (parameter) => new vscode.ParameterInformation(parameter.label, documented(parameter.documentation)),
  );
  if (activeParameter !== undefined && activeParameter !== null) signature.activeParameter = activeParameter;
  return signature;
}

function documented(documentation: SignatureInformation["documentation"]): vscode.MarkdownString | undefined {
  if (documentation === undefined) return undefined;
  return toMarkdown(typeof documentation === "string" ? documentation : documentation.value);
}
