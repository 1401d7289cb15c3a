/** One output of a cell as HTML: data are text, and what a cell made as HTML is a page of its own in which nothing runs. */
import type { CellOutput } from "../../protocol/cell-outputs.ts";
import { html } from "../html-text.ts";
import { ansiHtml } from "./ansi-html.ts";
import { markdownHtml } from "./markdown-html.ts";
import { cut, frameOf, isChart } from "./shown-bundle.ts";
import { staticTable } from "./static-table.ts";

/** @param cell what the output is of, for those who do not see it */
export function outputHtml(output: CellOutput, cell: string): string {
  switch (output.kind) {
    case "stream":
      return output.text === ""
        ? ""
        : `<pre class="${output.name}">${ansiHtml(withoutReturns(output.text))}</pre>`;
    case "error":
      return `<pre class="error">${ansiHtml(traceOf(output))}</pre>`;
    case "bundle":
      return bundleHtml(output, cell);
  }
}

function traceOf({ name, message, traceback }: Extract<CellOutput, { kind: "error" }>): string {
  return traceback.length === 0 ? `${name}: ${message}` : traceback.join("\n").trimEnd();
}

/** As a terminal shows lines that were written over: the last writing counts. */
function withoutReturns(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/\r+$/, "").replace(/^.*\r/s, ""))
    .join("\n");
}

function bundleHtml(
  { data, metadata }: Pick<Extract<CellOutput, { kind: "bundle" }>, "data" | "metadata">,
  cell: string,
): string {
  const plain = data["text/plain"];
  const text = typeof plain === "string" ? plain : undefined;
  const type = Object.keys(data).find((each) => each !== "text/plain");
  const content = type === undefined ? undefined : data[type];
  if (type === undefined || content === undefined) return textHtml(text);
  if (isChart(type) || type === "application/json")
    return folded(text === undefined || type === "application/json" ? "JSON" : text, content);
  if (typeof content !== "string") return textHtml(text);
  if (type.startsWith("image/")) return image(type, content, { metadata: metadata[type], text });
  if (type === "text/markdown") return `<div class="markdown">${markdownHtml(content)}</div>`;
  const table = frameOf(metadata) === undefined ? undefined : staticTable(content);
  return table ?? page(content, cell);
}

function textHtml(text: string | undefined): string {
  return text === undefined ? "" : `<pre class="value">${ansiHtml(text)}</pre>`;
}

/** A chart that only a script could draw, or data. */
function folded(title: string, content: unknown): string {
  return `<details class="json"><summary>${html(title)}</summary><pre>${html(cut(JSON.stringify(content, undefined, 2)))}</pre></details>`;
}

interface ImageFacts {
  readonly metadata: unknown;
  readonly text: string | undefined;
}

function image(type: string, content: string, { metadata, text }: ImageFacts): string {
  const base64 =
    type === "image/svg+xml" ? Buffer.from(content).toString("base64") : content.replaceAll(/[^\w+/=]/g, "");
  const told: Readonly<Record<string, unknown>> =
    typeof metadata === "object" && metadata !== null ? { ...metadata } : {};
  const size = (["width", "height"] as const).flatMap((name) => {
    const value = told[name];
    return typeof value === "number" && value > 0 ? [` ${name}="${Math.round(value)}"`] : [];
  });
  const alt = typeof told["alt"] === "string" ? told["alt"] : (text ?? "");
  return `<img class="picture" src="data:${type};base64,${base64}" alt="${html(alt)}"${size.join("")}>`;
}

/** Lines of a page by what begins one, as its height cannot be asked for without a script. */
const line = /<(?:p|div|li|tr|br|h[1-6]|pre|hr)\b|\n/gi;
const lineHeight = 1.6;
const heights = { least: 5, most: 40 } as const;

function page(content: string, cell: string): string {
  const lines = (content.match(line)?.length ?? 0) + 2;
  const height = Math.min(heights.most, Math.max(heights.least, lines * lineHeight));
  const pictures = /<(?:img|svg|canvas|table)\b/i.test(content) ? 22 : 0;
  const inner = `<!doctype html><meta charset="utf-8"><style>body{font:15px/1.5 system-ui,sans-serif;margin:8px;color:#1b1f24;background:#fff}</style>${content}`;
  const note = /<script\b/i.test(content)
    ? '<p class="note">It has a script, which does not run in a report.</p>'
    : "";
  return `<iframe sandbox srcdoc="${html(inner)}" title="HTML that ${html(cell)} shows" style="height:${Math.max(height, pictures)}em"></iframe>${note}`;
}
