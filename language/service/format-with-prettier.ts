/** Formatting by the user's own Prettier, where the notebook's project has it and says how it wants its code. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import * as z from "zod";

/** What is used of Prettier 2 and 3. */
const PrettierSchema = z.object({
  format: z.function({ input: [z.string(), z.record(z.string(), z.unknown())], output: z.unknown() }),
  resolveConfig: z.function({ input: [z.string(), z.record(z.string(), z.unknown())], output: z.unknown() }),
});

const ConfigSchema = z.record(z.string(), z.unknown()).nullable();

/**
 * A cell's text as Prettier writes it; undefined where the project has no Prettier or no configuration of it. It is code of the
 * workspace that runs here: not to be called where that is not trusted. Rejects for code that Prettier cannot read.
 */
export async function formatWithPrettier(text: string, notebookPath: string): Promise<string | undefined> {
  const prettier = await loadPrettier(notebookPath);
  if (prettier === undefined) return undefined;
  // Rules for `*.ts` files are those for cells.
  const filepath = `${notebookPath}.ts`;
  const config = ConfigSchema.parse(await prettier.resolveConfig(filepath, { editorconfig: true }));
  if (config === null) return undefined;
  const formatted = z
    .string()
    .parse(await prettier.format(text, { ...config, filepath, parser: "typescript" }));
  return text.endsWith("\n") ? formatted : formatted.replace(/\r?\n$/, "");
}

async function loadPrettier(notebookPath: string): Promise<z.infer<typeof PrettierSchema> | undefined> {
  let file: string;
  try {
    file = createRequire(notebookPath).resolve("prettier");
  } catch {
    return undefined; // the project has none
  }
  const loaded: unknown = await import(pathToFileURL(file).href);
  const module =
    typeof loaded === "object" && loaded !== null && "default" in loaded ? loaded.default : loaded;
  return PrettierSchema.parse(module);
}
