/** Takes the language server that fits this machine. */
import { LanguageServerError } from "./language-server-error.ts";
import type { LanguageServer } from "./language-server.ts";
import { findNativeServer, nativeDialect } from "./native-server.ts";
import { createStdioServer } from "./stdio-server.ts";
import type { StdioServerOptions } from "./stdio-server.ts";
import { findTypeScript6, typescript6Dialect } from "./typescript6-server.ts";

export interface OpenOptions extends Omit<StdioServerOptions, "dialect"> {
  /** The folder of what is shipped beside our programs (`dist`), with `typescript` or `typescript6` in it. */
  readonly shipped: string;
}

/** TypeScript 7's where its program runs, else TypeScript 6's. Nothing is started yet but a look at its version. */
export async function openLanguageServer({ shipped, ...options }: OpenOptions): Promise<LanguageServer> {
  const native = await findNativeServer(shipped);
  if (native !== undefined) return createStdioServer({ ...options, dialect: nativeDialect(native) });
  const typescript6 = findTypeScript6(shipped);
  if (typescript6 !== undefined)
    return createStdioServer({ ...options, dialect: typescript6Dialect(typescript6) });
  throw new LanguageServerError(
    "cannot-start",
    `TypeScript's language server does not run on this machine (${process.platform} ${process.arch}). Install the universal package of pipenb, which works everywhere.`,
  );
}
