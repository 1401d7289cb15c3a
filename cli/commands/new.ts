import { existsSync } from "node:fs";
import { basename, extname } from "node:path";
import { CliError } from "../cli-error.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import type { AddCommand } from "./command.ts";

/** `pipenb new FILE` */
export const addNew: AddCommand = (program, { terminal }) => {
  program
    .command("new")
    .summary("start a notebook")
    .description("Writes a small notebook to start from.")
    .argument("<file>", "the .pipenb file to write")
    .option("--base <image>", "the image its cells run in", "node:24-bookworm-slim")
    .action(async (file: string, { base }: { base: string }) => {
      const path = extname(file) === "" ? `${file}.pipenb` : file;
      if (extname(path) !== ".pipenb") throw new CliError("usage", `${path} does not end in .pipenb.`);
      if (existsSync(path))
        throw new CliError("file", `${path} is there already.`, { remedy: "Name another file." });
      await writeAtomically(path, template(basename(path, ".pipenb"), base));
      terminal.note(`wrote ${path}. Run it: pipenb run ${path} --help`);
    });
};

function template(name: string, base: string): string {
  const title = name.replaceAll(/[-_]+/g, " ").replace(/^./, (first) => first.toUpperCase());
  return `/* ---
pipenb: 1
title: ${JSON.stringify(title)}
image:
  base: ${base}
--- */

// %% [markdown]
// # ${title}

// %% [parameters]
/** Day to process */
const day: IsoDate = "2022-02-05";
/** Folder the results are written to */
const output: Path = "data/output";

// %% name=process
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

await mkdir(output, { recursive: true });
const result = join(output, \`\${day}.txt\`);
await writeFile(result, \`processed \${day}\\n\`);
console.log(\`job finished successfully for day = \${day}\`);
`;
}
