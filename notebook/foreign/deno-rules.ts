/** What Deno's global has, by its path, and what stands for it here. */
import { denoRemedies } from "./deno-remedies.ts";
import { denoDisplay, image, tag } from "./display-rewrites.ts";
import { assigned, calledAs, expression, renamed, wrapped } from "./rewrites.ts";
import type { Rewrite, Rule } from "./rewrites.ts";

const rewrites: ReadonlyMap<string, Rewrite> = new Map<string, Rewrite>([
  ["jupyter.display", denoDisplay],
  ["jupyter.md", tag("text/markdown")],
  ["jupyter.html", tag("text/html")],
  ["jupyter.svg", tag("image/svg+xml")],
  ["jupyter.image", image],
  ["jupyter.$display", renamed('Symbol.for("Jupyter.display")')],
  ["env.get", wrapped("process.env[", "]")],
  ["env.has", wrapped("(process.env[", "] !== undefined)")],
  ["env.set", assigned("process.env")],
  ["env.delete", wrapped("delete process.env[", "]", { statement: true })],
  ["env.toObject", expression("({ ...process.env })")],
  ["cwd", calledAs("process.cwd", 0)],
  ["chdir", calledAs("process.chdir", 1)],
  ["exit", renamed("process.exit")],
  ["pid", renamed("process.pid")],
  ["memoryUsage", renamed("process.memoryUsage")],
  ["execPath", expression("process.execPath")],
]);

/** The longest path that fits counts; "" stands for everything else. */
export const denoRules: ReadonlyMap<string, Rule> = new Map(
  [...denoRemedies].map(([path, remedy]): [string, Rule] => {
    const rewrite = rewrites.get(path);
    return [path, rewrite === undefined ? { remedy } : { rewrite, remedy }];
  }),
);
