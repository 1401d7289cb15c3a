import { readableEndings } from "../../notebook/foreign/readable-endings.ts";
import type { AddCommand } from "./command.ts";

const understood = `The endings say which way. A .pipenb is made of:
  .ipynb  a Jupyter notebook; of Deno's kernel and tslab's with what is theirs
  .nnb    a notebook of the Node.js notebooks extension
  .ts .js a script with // %% cells (also .mts, .mjs), or the module that Observable gives for a notebook
  .html   an Observable notebook, as its desktop application and Notebook Kit keep it
  .md     Markdown, whose fences of TypeScript and JavaScript are the cells
and an .ipynb of a .pipenb.

Imports from npm: and from the usual mirrors become packages of the front matter, and other kernels' calls that
show something become display's. What cannot be carried over is named with its cell and what to write instead.
Outputs are left behind.`;

/** `pipenb convert FROM TO` */
export const addConvert: AddCommand = (program, { terminal }) => {
  program
    .command("convert")
    .summary("convert notebooks of other kinds to .pipenb, and .pipenb to .ipynb")
    .description(`Converts a notebook.\n\n${understood}`)
    .argument("<from>", `a file that ends in .pipenb, ${readableEndings.join(", ")}`)
    .argument("<to>", "a .pipenb file, or an .ipynb file where the first is a .pipenb")
    .option("--force", "replace the target")
    .action(async (from: string, to: string, { force }: { force?: boolean }) => {
      const { convertNotebook } = await import("../convert/convert-notebook.ts");
      await convertNotebook({ from, to, force: force === true }, terminal);
    });
};
