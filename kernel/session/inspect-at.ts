/** Inspection of the value under the cursor: what it is, and how the cells that have run declare it. */
import type { ReplySent } from "../../protocol/requests.ts";
import { calledAt, expressionAt } from "../../notebook/live/expression-at.ts";
import { findDeclaration } from "../../notebook/live/find-declaration.ts";
import type { Declaration } from "../../notebook/live/find-declaration.ts";
import type { KnownValue } from "../../protocol/knowledge.ts";
import { shapeText, valueMarkdown } from "../../protocol/value-markdown.ts";
import { toUnits } from "../../protocol/code-points.ts";
import type { Question } from "../wire/packet-table.ts";

/** What is needed of the session. */
interface Inspected {
  ask(question: Question): Promise<readonly string[]>;
  /** The code of the cells that have run, the newest first. */
  readonly sources: readonly string[];
}

/** Content of `inspect_reply`. */
export async function inspectAt(
  { code, cursor_pos: cursor }: { readonly code: string; readonly cursor_pos: number },
  session: Inspected,
): Promise<ReplySent<"inspect_request">> {
  const offset = toUnits(code, cursor);
  const expression = expressionAt(code, offset)?.expression ?? calledAt(code, offset);
  const told = expression === undefined ? [] : await session.ask({ about: "value", expression });
  const [text, described] = told;
  if (expression === undefined || text === undefined || described === undefined)
    return { status: "ok", found: false, data: {}, metadata: {} };
  // SAFETY: made by the runtime, our own program.
  const value = JSON.parse(described) as KnownValue;
  const declared = declarationOf(expression, value, session.sources);
  const data = { "text/plain": plainText(text, value, declared), "text/markdown": markdown(value, declared) };
  return { status: "ok", found: true, data, metadata: {} };
}

/** Of a name: only what cells declare has its place in their code. */
function declarationOf(
  expression: string,
  { type }: KnownValue,
  sources: readonly string[],
): Declaration | undefined {
  if (/[.[]/.test(expression)) return undefined;
  for (const source of sources) {
    const found = findDeclaration(source, expression);
    if (found !== undefined) return type === "function" || found.documentation !== "" ? found : undefined;
  }
  return undefined;
}

function plainText(text: string, value: KnownValue, declared: Declaration | undefined): string {
  const documentation =
    declared === undefined || declared.documentation === "" ? [] : [declared.documentation, ""];
  const signature = declared?.signature ?? value.signature;
  if (value.type === "function") return [signature ?? text, ...documentation].join("\n").trimEnd();
  const shape = shapeText(value);
  return [...documentation, ...(shape === undefined ? [] : [`${value.type}: ${shape}`]), text].join("\n");
}

function markdown(value: KnownValue, declared: Declaration | undefined): string {
  const signature = declared?.signature ?? value.signature;
  const head =
    signature === undefined ? [] : [`\`\`\`typescript\n${signature.replaceAll("```", "")}\n\`\`\``];
  const documentation =
    declared === undefined || declared.documentation === "" ? [] : [declared.documentation];
  const told = value.type === "function" ? [] : [valueMarkdown(value)];
  return [...head, ...documentation, ...told].join("\n\n");
}
