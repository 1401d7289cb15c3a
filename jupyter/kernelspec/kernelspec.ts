/** The kernelspec "pipenb": a folder by which Jupyter's clients know a kernel and how it is started. */
import { copyFile, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { isThere } from "../../containers/files/make-folder.ts";
import { replaceFile } from "../../containers/files/replace-file.ts";
import { parsedJson } from "../../notebook/parsed-json.ts";

/** Notebooks name their kernel by it; `pipenb convert` writes it into an `.ipynb`. */
const specName = "pipenb";

const SpecSchema = z.looseObject({
  argv: z.array(z.string()),
  display_name: z.string().default(""),
  metadata: z.looseObject({ pipenb: z.looseObject({ version: z.string() }).optional() }).default({}),
});

export interface NewSpec {
  /** Program and arguments that start a kernel; Jupyter puts the path of its connection file behind them. */
  readonly command: readonly string[];
  readonly version: string;
  /** Folder of the logos, named as Jupyter wants them. */
  readonly logos: string;
}

/** A kernelspec that is ours. */
export interface InstalledSpec {
  /** Its folder. */
  readonly folder: string;
  readonly version: string;
  /** The file of its command that is not there any more, as after an update. */
  readonly missing: string | undefined;
}

/** A folder that is somebody else's. */
export class ForeignSpecError extends Error {
  override readonly name = "ForeignSpecError";
  readonly folder: string;

  constructor(folder: string) {
    super(`${folder} holds a kernel that pipenb did not install.`);
    this.folder = folder;
  }
}

const specFolder = (data: string): string => join(data, "kernels", specName);

/** The text of `kernel.json`. */
function specText({ command, version }: Omit<NewSpec, "logos">): string {
  const spec = {
    argv: [...command, "--connection-file", "{connection_file}"],
    display_name: "TypeScript (pipenb)",
    language: "typescript",
    // By a message: a signal would end the bridge, and reaches no container.
    interrupt_mode: "message",
    metadata: { debugger: false, pipenb: { version } },
  };
  return `${JSON.stringify(spec, null, 2)}\n`;
}

/** Writes it, over an older one of ours; gives its folder. Rejects with a {@link ForeignSpecError} where it is not ours. */
export async function installSpec(data: string, spec: NewSpec): Promise<string> {
  const folder = specFolder(data);
  if ((await isThere(folder)) && (await findSpec(data)) === undefined) throw new ForeignSpecError(folder);
  await mkdir(folder, { recursive: true });
  for (const logo of await readdir(spec.logos)) await copyFile(join(spec.logos, logo), join(folder, logo));
  await replaceFile(join(folder, "kernel.json"), specText(spec));
  return folder;
}

/** The kernelspec below a folder of Jupyter's data; undefined where there is none of ours. */
export async function findSpec(data: string): Promise<InstalledSpec | undefined> {
  const folder = specFolder(data);
  const text = await readFile(join(folder, "kernel.json"), "utf8").catch(() => "");
  const spec = SpecSchema.safeParse(parsedJson(text)).data;
  const version = spec?.metadata.pipenb?.version;
  if (spec === undefined || version === undefined) return undefined;
  const files = spec.argv.slice(0, 2);
  const there = await Promise.all(files.map(isThere));
  return { folder, version, missing: files.find((_, index) => there[index] === false) };
}

/** Removes it; gives its folder, undefined where there was none. Rejects with a {@link ForeignSpecError} where it is not ours. */
export async function removeSpec(data: string): Promise<string | undefined> {
  const folder = specFolder(data);
  if (!(await isThere(folder))) return undefined;
  if ((await findSpec(data)) === undefined) throw new ForeignSpecError(folder);
  await rm(folder, { recursive: true });
  return folder;
}
