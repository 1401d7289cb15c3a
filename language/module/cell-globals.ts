/** What a cell has without a package of the notebook, as declarations for the type checker. */
import { libraryName } from "../../notebook/specifiers/advise-specifier.ts";

/** The globals of cells and the library. `libraryTypes` is the text of the declarations of the library's module, if they are there. */
export function cellDeclarations(libraryTypes: string | undefined): string {
  if (libraryTypes === undefined) return cellGlobals;
  const declarations = libraryTypes.replaceAll(/^export declare /gm, "export ");
  // Declared by name it is found before any package that lies beside the notebook.
  return `${cellGlobals}\ndeclare module ${JSON.stringify(libraryName)} {\n${declarations}\n}\n`;
}

const cellGlobals = `
/** A day of the calendar, written as \`2022-02-05\`. As the type of a parameter it makes an argument that takes nothing else. */
declare type IsoDate = string;

/** A path of a file or folder, relative to the notebook's folder. As the type of a parameter it is shown as such in help and forms. */
declare type Path = string;

/** What was displayed, to be replaced later. */
interface DisplayHandle {
  /** Shows the value in place of what was displayed before. */
  update(value: unknown): DisplayHandle;
}

interface Display {
  /** Shows values below the cell: dataframes as tables, charts and images as pictures, other objects as trees. */
  (...values: readonly unknown[]): DisplayHandle;
  /** Shows HTML. Nothing in it is escaped: give it no text from outside. */
  html(html: string): DisplayHandle;
  /** Shows Markdown. */
  markdown(markdown: string): DisplayHandle;
  /** Shows a value as a tree that can be unfolded. */
  json(value: unknown): DisplayHandle;
  /** Shows an image: its bytes, or the path or data URL of one. */
  image(image: Uint8Array | string, options?: { readonly width?: number; readonly height?: number; readonly alt?: string }): DisplayHandle;
  /** Shows data under MIME types of your own choice; the client shows the richest that it knows. */
  bundle(data: Readonly<Record<string, unknown>>, metadata?: Readonly<Record<string, unknown>>): DisplayHandle;
  /** Takes away what the cell has shown so far; with \`wait\` when it shows something again, so that nothing flickers. */
  clear(options?: { readonly wait?: boolean }): void;
}

/**
 * Shows values below the cell: dataframes as tables, charts and images as pictures, other objects as trees.
 *
 * \`\`\`ts
 * display(orders.head());
 * const progress = display("0 %");
 * progress.update("50 %");
 * \`\`\`
 */
declare const display: Display;

/**
 * Asks the person in front of the notebook, and waits for the answer. An exported pipeline has nobody to ask: use a parameter there.
 *
 * @param prompt what is asked
 * @param options \`password: true\` hides what is typed
 */
declare function input(prompt?: string, options?: { readonly password?: boolean }): Promise<string>;

/**
 * Runs a command of the shell, as the package zx does. What stands in \`\${…}\` is quoted.
 *
 * \`\`\`ts
 * const { stdout } = await $\`ls \${folder}\`;
 * \`\`\`
 */
declare const $: typeof import("zx").$;
`;

/** Instead of @types/node where it cannot be found: everything of Node is there, without its types. */
export const untypedNode = `
declare const process: any, console: any, Buffer: any, fetch: any, performance: any, structuredClone: any, crypto: any;
declare const setTimeout: any, clearTimeout: any, setInterval: any, clearInterval: any, setImmediate: any, queueMicrotask: any;
declare const URL: any, URLSearchParams: any, TextEncoder: any, TextDecoder: any, AbortController: any, AbortSignal: any, Blob: any;
declare const Response: any, Request: any, Headers: any, FormData: any, WebSocket: any;
interface ImportMeta { readonly url: string; readonly filename: string; readonly dirname: string; resolve(specifier: string): string }
declare module "node:*";
`;
