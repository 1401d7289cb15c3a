/** What we tell a language server that we understand. */
import type { ClientCapabilities } from "vscode-languageserver-protocol";

/** Kinds and modifiers of names that VS Code has colours for. */
const tokenTypes = [
  ...["namespace", "class", "enum", "interface", "struct", "typeParameter", "type", "parameter", "variable"],
  ...["property", "enumMember", "decorator", "event", "function", "method", "macro", "label"],
];
const tokenModifiers = [
  ...["declaration", "definition", "readonly", "static", "deprecated", "abstract", "async", "modification"],
  ...["documentation", "defaultLibrary", "local"],
];

/** No snippets and no commands: every answer is text, places and edits, which can be brought to where a cell has them. */
export const clientCapabilities: ClientCapabilities = {
  general: { positionEncodings: ["utf-16"] },
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    // Registering is answered and otherwise not heeded: whoever knows the folders says what has changed in them.
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: {
    synchronization: {},
    completion: {
      contextSupport: true,
      completionItem: {
        snippetSupport: false,
        commitCharactersSupport: true,
        documentationFormat: ["markdown"],
        deprecatedSupport: true,
        tagSupport: { valueSet: [1] },
        insertReplaceSupport: true,
        labelDetailsSupport: true,
        resolveSupport: { properties: ["documentation", "detail", "additionalTextEdits"] },
      },
      completionItemKind: {
        valueSet: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25],
      },
      completionList: { itemDefaults: ["commitCharacters", "editRange", "data"] },
    },
    hover: { contentFormat: ["markdown"] },
    signatureHelp: {
      contextSupport: true,
      signatureInformation: {
        documentationFormat: ["markdown"],
        parameterInformation: { labelOffsetSupport: true },
        activeParameterSupport: true,
      },
    },
    definition: { linkSupport: true },
    typeDefinition: { linkSupport: true },
    implementation: { linkSupport: true },
    references: {},
    documentHighlight: {},
    documentSymbol: {
      hierarchicalDocumentSymbolSupport: true,
      symbolKind: {
        valueSet: [
          1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
        ],
      },
    },
    codeAction: {
      codeActionLiteralSupport: {
        codeActionKind: {
          valueSet: ["quickfix", "refactor", "source", "source.organizeImports", "source.fixAll"],
        },
      },
      isPreferredSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ["edit"] },
    },
    formatting: {},
    rangeFormatting: {},
    rename: {
      prepareSupport: true,
      prepareSupportDefaultBehavior: 1,
    },
    foldingRange: {},
    selectionRange: {},
    publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1, 2] } },
    diagnostic: {
      relatedInformation: true,
      tagSupport: { valueSet: [1, 2] },
    },
    semanticTokens: {
      requests: { full: true },
      tokenTypes,
      tokenModifiers,
      formats: ["relative"],
      augmentsSyntaxTokens: true,
    },
    inlayHint: { resolveSupport: { properties: ["tooltip", "label.location"] } },
  },
};
