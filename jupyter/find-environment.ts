/** Which environment a Jupyter notebook's cells run in: what its metadata says, or the `.pipenb` beside it, or a plain one. */
import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import * as z from "zod";
import { FrontMatterSchema } from "../notebook/front-matter.ts";
import type { FrontMatter } from "../notebook/front-matter.ts";
import { parsedJson } from "../notebook/parsed-json.ts";

export interface NotebookAsked {
  /** The notebook that the user named, `.ipynb` or `.pipenb`. */
  readonly named?: string | undefined;
  /** What Jupyter Server says of the notebook that asks: the path of its file. Other clients say nothing. */
  readonly sessionName?: string | undefined;
  /** The working folder. */
  readonly folder: string;
}

export interface FoundEnvironment {
  /** Absolute; it names the lock, and its folder is where cells run. The file may not be there. */
  readonly notebookPath: string;
  readonly frontMatter: FrontMatter;
  /** The file that says so; undefined for the plain environment. */
  readonly saidBy: string | undefined;
}

/** A file that cannot be read as it stands, in sentences with the remedy. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/** Rejects with an {@link EnvironmentError}. */
export async function findEnvironment({
  named,
  sessionName,
  folder,
}: NotebookAsked): Promise<FoundEnvironment> {
  if (named !== undefined) return ofFile(resolve(folder, named), "must-be-there");
  if (sessionName !== undefined && isNotebook(sessionName) && (await isFile(resolve(folder, sessionName))))
    return ofFile(resolve(folder, sessionName));
  return (await onlyOneIn(folder)) ?? plain(join(folder, "notebook.ipynb"));
}

const isNotebook = (path: string): boolean => [".ipynb", ".pipenb"].includes(extname(path));

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

async function ofFile(path: string, must?: "must-be-there"): Promise<FoundEnvironment> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (must === undefined) return undefined;
    throw new EnvironmentError(`${path} cannot be read (${String(error)}). Name a notebook that is there.`);
  });
  if (text === undefined) return plain(path);
  if (extname(path) === ".pipenb")
    return { notebookPath: path, frontMatter: await ofPipenb(text, path), saidBy: path };
  const own = ofIpynb(text, path);
  if (own !== undefined) return { notebookPath: path, frontMatter: own, saidBy: path };
  const beside = `${path.slice(0, -extname(path).length)}.pipenb`;
  return (await isFile(beside)) ? ofFile(beside) : plain(path);
}

/** The one notebook in a folder that says what its environment is: whoever runs it there can only mean this. */
async function onlyOneIn(folder: string): Promise<FoundEnvironment | undefined> {
  const names = (await readdir(folder).catch(() => [])).filter(isNotebook);
  const stems = new Set<string>();
  const saying: string[] = [];
  for (const name of names.slice(0, mostLookedAt).toSorted()) {
    const path = join(folder, name);
    if (extname(name) === ".ipynb" && !(await saysOwn(path))) continue;
    stems.add(name.slice(0, -extname(name).length));
    saying.push(path);
  }
  const [first] = saying;
  return first !== undefined && stems.size === 1 ? ofFile(first) : undefined;
}

/** A folder of more is no pipeline's. */
const mostLookedAt = 50;

async function saysOwn(path: string): Promise<boolean> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.includes('"frontMatter"') && OwnSchema.safeParse(parsedJson(text)).success;
}

const OwnSchema = z.object({
  metadata: z.object({ pipenb: z.object({ frontMatter: z.record(z.string(), z.unknown()) }) }),
});

function ofIpynb(text: string, path: string): FrontMatter | undefined {
  const own = OwnSchema.safeParse(parsedJson(text)).data?.metadata.pipenb.frontMatter;
  if (own === undefined) return undefined;
  // Written by hand it need not repeat the version.
  const read = FrontMatterSchema.safeParse({ pipenb: 1, ...own });
  if (read.success) return read.data;
  throw new EnvironmentError(
    `The front matter in the metadata of ${path} is wrong: ${z.prettifyError(read.error)}\nChange metadata.pipenb.frontMatter, in JupyterLab under Property Inspector, Advanced Tools.`,
  );
}

async function ofPipenb(text: string, path: string): Promise<FrontMatter> {
  // With the reader of YAML, which a client need not wait for elsewhere.
  const { parseNotebook } = await import("../notebook/format/parse.ts");
  const { notebook, problems } = parseNotebook(text);
  const wrong = problems.find(({ severity }) => severity === "error");
  if (wrong === undefined) return notebook.frontMatter;
  throw new EnvironmentError(
    `${path}:${wrong.line}:${wrong.column}: ${wrong.message}${wrong.remedy === undefined ? "" : `\n${wrong.remedy}`}`,
  );
}

function plain(notebookPath: string): FoundEnvironment {
  return { notebookPath, frontMatter: FrontMatterSchema.parse({ pipenb: 1 }), saidBy: undefined };
}
