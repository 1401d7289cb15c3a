/** Organized imports from TypeScript 6: its language server only sorts them, while TypeScript 7's also removes the unused ones. */
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CodeAction, CodeActionParams, TextEdit } from "vscode-languageserver-protocol";
import * as z from "zod";
import { askTsserver } from "./ask-tsserver.ts";
import type { Ask } from "./server-dialect.ts";
import { rangeOf, SpanSchema } from "./typescript6-places.ts";

const kind = "source.organizeImports";

const AnswerSchema = z.object({
  body: z.array(
    z.object({ fileName: z.string(), textChanges: z.array(SpanSchema.extend({ newText: z.string() })) }),
  ),
});

/** The action, when it is all that is asked for. */
export function organizeImports(
  ask: Ask,
  { textDocument, context }: CodeActionParams,
  signal: AbortSignal | undefined,
): Promise<readonly CodeAction[]> | undefined {
  if (context.only?.length !== 1 || context.only[0] !== kind) return undefined;
  return organized(ask, textDocument.uri, signal);
}

async function organized(ask: Ask, uri: string, signal: AbortSignal | undefined): Promise<CodeAction[]> {
  const parameters = { scope: { type: "file", args: { file: fileURLToPath(uri) } }, mode: "All" };
  const { body } = AnswerSchema.parse(await askTsserver(ask, ["organizeImports", parameters], signal));
  const changes: Record<string, TextEdit[]> = {};
  for (const { fileName, textChanges } of body)
    changes[pathToFileURL(fileName).href] = textChanges.map((change) => ({
      range: rangeOf(change),
      newText: change.newText,
    }));
  return [{ title: "Organize Imports", kind, edit: { changes } }];
}
