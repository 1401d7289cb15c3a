/** What a name is, and what a call takes. */
import type { Hover, SignatureHelp } from "vscode-languageserver-protocol";
import { withoutMarks } from "../module/versions.ts";
import type { Asked, ModulePlace } from "./asked.ts";
import { toEditor } from "./open-notebook.ts";

export async function answerHover(
  { server, snapshot, signal }: Asked,
  at: ModulePlace,
): Promise<Hover | null> {
  const found = await server.request("textDocument/hover", at, signal);
  if (found === null) return null;
  const shown = found.range === undefined ? undefined : toEditor(snapshot, found.range);
  return {
    contents: { kind: "markdown", value: withoutMarks(markdownOf(found.contents)) },
    ...(shown === undefined ? {} : { range: shown.range }),
  };
}

export async function answerSignature(
  { server, signal }: Asked,
  at: ModulePlace,
  { trigger, isRetrigger }: { readonly trigger?: string; readonly isRetrigger: boolean },
): Promise<SignatureHelp | null> {
  const context =
    trigger === undefined
      ? { triggerKind: 1 as const, isRetrigger }
      : { triggerKind: 2 as const, triggerCharacter: trigger, isRetrigger };
  const found = await server.request("textDocument/signatureHelp", { ...at, context }, signal);
  if (found === null) return null;
  return {
    ...found,
    signatures: found.signatures.map((signature) => ({
      ...signature,
      label: withoutMarks(signature.label),
      // Places in the label move with it: the text itself is as good.
      parameters: (signature.parameters ?? []).map((parameter) => ({
        ...parameter,
        label: withoutMarks(
          typeof parameter.label === "string" ? parameter.label : signature.label.slice(...parameter.label),
        ),
      })),
    })),
  };
}

/** Older servers write a list of strings and code. */
function markdownOf(contents: Hover["contents"]): string {
  if (typeof contents === "string") return contents;
  if (Array.isArray(contents)) return contents.map(markdownOf).join("\n\n");
  return "language" in contents ? `\`\`\`${contents.language}\n${contents.value}\n\`\`\`` : contents.value;
}
