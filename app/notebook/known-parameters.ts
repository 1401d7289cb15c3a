/**
 * The parameters of a notebook, without the compiler where the same cell has been read before: what it gave is kept in a file named
 * after the cell's text and the program that read it. Loading the compiler takes longer than all the rest of a notebook's `--help`.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { replaceFile } from "../../containers/files/replace-file.ts";
import type { Cell, Problem } from "../../notebook/model.ts";
import type { Parameter, ParameterType, ParameterValue } from "../../notebook/parameters/parameter.ts";

/** What the parameters cell declares, and what is wrong with it. */
export interface ReadParameters {
  readonly parameters: readonly Parameter[];
  readonly problems: readonly Problem[];
}

/** Where readings are kept, and what made them: another program may read the same cell otherwise. */
export interface ParametersCache {
  readonly folder: string;
  readonly reader: string;
}

/** The cache of this program; undefined where it is not built, and may change between two runs. */
export function parametersCache(folder: string): ParametersCache | undefined {
  // The name of a chunk carries the hash of its contents, and with it of all that it loads.
  const reader = /-[A-Z\d]{8}\.m?js$/.exec(import.meta.url)?.[0];
  return reader === undefined ? undefined : { folder, reader };
}

const keptFiles = 200;

const ValueSchema: z.ZodType<ParameterValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(ValueSchema)]),
);

const TypeSchema: z.ZodType<ParameterType> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.object({ kind: z.enum(["string", "number", "boolean", "date", "path"]) }),
    z.object({ kind: z.literal("choice"), options: z.array(z.union([z.string(), z.number()])) }),
    z.object({ kind: z.literal("array"), element: TypeSchema }),
  ]),
);

const KeptSchema = z.object({
  parameters: z.array(
    z
      .object({ name: z.string(), type: TypeSchema, default: ValueSchema.optional(), doc: z.string() })
      .transform((read): Parameter => ({ ...read, default: read.default })),
  ),
  problems: z.array(
    z
      .object({
        severity: z.enum(["error", "warning"]),
        message: z.string(),
        remedy: z.string().optional(),
        line: z.number(),
        column: z.number(),
      })
      .transform(({ remedy, ...problem }): Problem => ({
        ...problem,
        ...(remedy === undefined ? {} : { remedy }),
      })),
  ),
});

/** Reads the parameters cell; without a cache the compiler reads it each time. */
export async function knownParameters(
  cell: Cell,
  cache: ParametersCache | undefined,
): Promise<ReadParameters> {
  // Kept as of a cell above which there is nothing, so that lines that come there change nothing.
  const placeless = { ...cell, line: 0 };
  const read = cache === undefined ? await readAnew(placeless) : await readOnce(placeless, cache);
  return {
    parameters: read.parameters,
    problems: read.problems.map((problem) => ({ ...problem, line: problem.line + cell.line })),
  };
}

async function readAnew(cell: Cell): Promise<ReadParameters> {
  const { readParameters } = await import("../../notebook/parameters/read-parameters.ts");
  return readParameters(cell);
}

async function readOnce(cell: Cell, { folder, reader }: ParametersCache): Promise<ReadParameters> {
  const key = createHash("sha256").update(`${reader}\n${cell.text}`).digest("hex");
  const path = join(folder, `${key.slice(0, 32)}.json`);
  const kept = await keptAt(path);
  if (kept !== undefined) return kept;
  const read = await readAnew(cell);
  await keep(folder, path, read).catch(() => undefined); // a disk that takes nothing costs time, and nothing else
  return read;
}

async function keptAt(path: string): Promise<ReadParameters | undefined> {
  try {
    return KeptSchema.safeParse(JSON.parse(await readFile(path, "utf8"))).data;
  } catch {
    return undefined; // not read before
  }
}

async function keep(folder: string, path: string, read: ReadParameters): Promise<void> {
  await mkdir(folder, { recursive: true });
  await replaceFile(path, JSON.stringify(read));
  const names = await readdir(folder);
  if (names.length <= keptFiles) return;
  const files = await Promise.all(
    names.map(async (name) => ({ name, changed: (await stat(join(folder, name))).mtimeMs })),
  );
  const oldest = files.toSorted((a, b) => a.changed - b.changed).slice(0, names.length - keptFiles);
  for (const { name } of oldest) await rm(join(folder, name), { force: true });
}
