/** What a cell has without importing it, as declarations for the type checker. */
export const cellGlobals = `
declare type IsoDate = string;
declare type Path = string;
interface DisplayHandle { update(value: unknown): DisplayHandle }
interface Display {
  (...values: readonly unknown[]): DisplayHandle;
  html(html: string): DisplayHandle;
  markdown(markdown: string): DisplayHandle;
  json(value: unknown): DisplayHandle;
  image(image: Uint8Array | string, options?: { readonly width?: number; readonly height?: number; readonly alt?: string }): DisplayHandle;
  bundle(data: Readonly<Record<string, unknown>>, metadata?: Readonly<Record<string, unknown>>): DisplayHandle;
}
declare const display: Display;
declare function input(prompt?: string, options?: { readonly password?: boolean }): Promise<string>;
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
