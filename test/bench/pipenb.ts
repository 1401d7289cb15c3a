import { join } from "node:path";
import { root, runNode } from "../support/command-line.ts";

/** Runs the built command line, which must succeed. */
export async function pipenb(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<void> {
  const { code, stderr } = await runNode([join(root, "dist/cli/pipenb.js"), ...args], options);
  if (code !== 0) throw new Error(`pipenb ${args.join(" ")} ended with code ${String(code)}:\n${stderr}`);
}
