/** Texts of notebooks to start from. */

/** A notebook to start from. */
export interface Template {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** The file's text. `title` is shown, `base` is the image its cells run in. */
  readonly text: (title: string, base: string) => string;
}

/** The image of notebooks whose author names none. */
export const standardBase = "node:24-bookworm-slim";

/** A title from a file's name without its ending: `daily-orders` is "Daily orders". */
export function titleOf(name: string): string {
  return name.replaceAll(/[-_]+/g, " ").replace(/^./, (first) => first.toUpperCase());
}

/** A date in, a file out: the shape of most pipelines. */
export const dailyTemplate: Template = {
  id: "daily",
  label: "Daily pipeline",
  detail: "A day in, a file out: parameters, one cell of work, one result",
  text: (title, base) => `${head(title, base, [])}
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
`,
};

const tableTemplate: Template = {
  id: "table",
  label: "Table",
  detail: "Reads a table, groups it and writes a CSV file, with polars",
  text: (title, base) => `${head(title, base, ["  npm:", "    nodejs-polars: ^0.26.1"])}
// %% [parameters]
/** Only orders of this country */
const country: "CZ" | "DE" | "US" = "CZ";
/** Folder the result is written to */
const output: Path = "data/output";

// %% name=read
import pl from "nodejs-polars";

const orders = pl.DataFrame({
  country: ["CZ", "DE", "CZ", "US", "CZ"],
  product: ["tea", "tea", "coffee", "coffee", "tea"],
  pieces: [3, 5, 2, 7, 4],
});
orders;

// %% name=count
const counted = orders
  .filter(pl.col("country").eq(pl.lit(country)))
  .groupBy("product")
  .agg(pl.col("pieces").sum())
  .sort("product");
counted;

// %% name=write
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

await mkdir(output, { recursive: true });
counted.writeCSV(join(output, \`orders-\${country}.csv\`));
`,
};

const emptyTemplate: Template = {
  id: "empty",
  label: "Empty notebook",
  detail: "A title and one cell",
  text: (title, base) => `${head(title, base, [])}
// %%

`,
};

/** All of them, the one most people want first. */
export const templates: readonly Template[] = [dailyTemplate, tableTemplate, emptyTemplate];

function head(title: string, base: string, image: readonly string[]): string {
  const more = image.map((line) => `${line}\n`).join("");
  return `/* ---
pipenb: 1
title: ${JSON.stringify(title)}
image:
  base: ${base}
${more}--- */

// %% [markdown]
// # ${title}
`;
}
