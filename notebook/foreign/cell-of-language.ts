/** A cell whose language is said beside it: what it becomes in a notebook that knows TypeScript and Markdown. */
import type { CellKind } from "../model.ts";
import type { ImportFinding } from "./imported.ts";

/** The cell's kind and text, and what is to be said of it. */
export interface CellOfLanguage {
  readonly kind: CellKind;
  readonly text: string;
  readonly finding?: Pick<ImportFinding, "message" | "remedy">;
}

/** Code in another language becomes TypeScript where a line of it does the same, else Markdown that shows it. */
export function cellOfLanguage(language: string, text: string): CellOfLanguage {
  if (/^(?:javascript|typescript|js|ts)$/i.test(language)) return { kind: "code", text };
  if (/^(?:markdown|md)$/i.test(language)) return { kind: "markdown", text };
  if (/^html$/i.test(language)) return { kind: "code", text: `display.html(${template(text)});` };
  if (/^css$/i.test(language))
    return { kind: "code", text: `display.html(${template(`<style>\n${text}\n</style>`)});` };
  if (/^(?:shellscript|bash|sh|powershell)$/i.test(language)) return shell(language, text);
  return {
    kind: "markdown",
    text: fenced(language, text),
    finding: {
      message: `The cell is written in ${language}; it is kept as text.`,
      remedy: "Write in TypeScript what it does.",
    },
  };
}

/** Installing packages is the front matter's; another command runs by the shell of cells. */
function shell(language: string, text: string): CellOfLanguage {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  const installs = lines.filter((line) => /^\s*(?:npm (?:i|install|add)|yarn add|pnpm add)\s/.test(line));
  if (installs.length > 0 && installs.length === lines.length)
    return {
      kind: "markdown",
      text: fenced("sh", text),
      finding: {
        message: "The cell installs packages; it is kept as text.",
        remedy: "Name them under image.npm in the front matter, where those that cells import stand already.",
      },
    };
  if (lines.length === 0) return { kind: "markdown", text: fenced("sh", text) };
  return {
    kind: "code",
    // `$` shows what a command prints; the object it gives is not wanted beside it.
    text: `void (await $${template(text)});`,
    ...(/^powershell$/i.test(language)
      ? {
          finding: {
            message: "The cell is written for PowerShell, and is given to a Linux shell.",
            remedy: "Change its commands where they are PowerShell's own.",
          },
        }
      : {}),
  };
}

/** The text as a template literal that gives it. */
export function template(text: string): string {
  return `\`${text.replaceAll(/[\\`]|\$(?=\{)/g, "\\$&")}\``;
}

/** The text in a fence that nothing in it closes. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`{3,}/g), ([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
