/**
 * The renderer of errors, loaded by the editor into the page that shows outputs: a trace whose places in cells and in modules
 * beside the notebook are links. The output itself stays plain text, which is what is copied and kept.
 */
import * as z from "zod/mini";
import { readTrace } from "./read-trace.ts";
import type { TraceLine } from "./read-trace.ts";

/** What the editor hands over, as far as it is used. */
interface OutputItem {
  text(): string;
}

interface Renderer {
  renderOutputItem(item: OutputItem, element: HTMLElement): void;
}

const ErrorSchema = z.object({
  name: z._default(z.string(), ""),
  message: z._default(z.string(), ""),
  stack: z._default(z.string(), ""),
});

/** What is longer is cut: it helps nobody and makes the page slow. */
const mostCharacters = 100_000;

/** How traces look: the error stands out, the failing line is marked, frames step back. */
const traceStyle = `
.pipenb-trace {
  margin: 0;
  max-height: 48em;
  overflow: auto;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  font-family: var(--notebook-cell-output-font-family, var(--vscode-editor-font-family));
  font-size: var(--notebook-cell-output-font-size, var(--vscode-editor-font-size));
  line-height: var(--notebook-cell-output-line-height, 1.5);
}
.pipenb-trace:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
.pipenb-trace .error { color: var(--vscode-errorForeground); font-weight: bold; }
.pipenb-trace .code, .pipenb-trace .frame { color: var(--vscode-descriptionForeground); }
.pipenb-trace .failing { background: var(--vscode-inputValidation-errorBackground); }
.pipenb-trace a { color: var(--vscode-textLink-foreground); text-decoration: none; }
.pipenb-trace a:hover, .pipenb-trace a:focus-visible { text-decoration: underline; }
`;

/** Called by the editor once for each page of outputs. */
export function activate(): Renderer {
  const style = document.createElement("style");
  style.textContent = traceStyle;
  document.head.append(style);
  return {
    renderOutputItem(item, element) {
      const { name, message, stack } = ErrorSchema.parse(JSON.parse(item.text()));
      const headline = [name, message].filter((part) => part !== "").join(": ");
      const trace = shortened(withoutColours(stack.trim() === "" ? headline : stack.trimEnd()));
      const pre = document.createElement("pre");
      pre.className = "pipenb-trace";
      pre.tabIndex = 0;
      for (const line of readTrace(trace, name)) pre.append(drawn(line));
      element.replaceChildren(pre);
    },
  };
}

function drawn({ kind, pieces }: TraceLine): HTMLElement {
  const line = document.createElement("div");
  line.className = kind;
  for (const { text, href } of pieces) {
    if (href === undefined) line.append(text);
    else {
      const link = document.createElement("a");
      link.setAttribute("href", href);
      link.textContent = text;
      line.append(link);
    }
  }
  // An empty line has its height too.
  if (pieces.length === 0 || pieces.every(({ text }) => text === "")) line.append("\u200b");
  return line;
}

function shortened(trace: string): string {
  return trace.length <= mostCharacters ? trace : `${trace.slice(0, mostCharacters)}\n… cut here`;
}

/** Messages of programs that write for terminals. */
function withoutColours(text: string): string {
  return text.replaceAll(new RegExp(String.raw`\u001b\[[0-9;]*m`, "g"), "");
}
