/** The environment image of a notebook as it stands: its lock and front matter decide about it. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { FrontMatter } from "../../notebook/front-matter.ts";
import type { ArchiveEntry, BuildEvent, Engine, ImageSummary } from "../engine/engine.ts";
import { ensureLock } from "../lock/lock-file.ts";
import { packageJson } from "../lock/package-json.ts";
import { pinned } from "../lock/pinned.ts";
import { buildSettings, imageArguments } from "./base-image.ts";
import { environmentDockerfile } from "./environment-dockerfile.ts";
import { ensureEnvironmentImage, type EnvironmentImage, environmentTag } from "./environment-image.ts";

export interface NotebookEnvironment {
  /** Absolute path of the `.pipenb` file. */
  readonly notebookPath: string;
  readonly frontMatter: FrontMatter;
  /** PIPENB_BASE_IMAGE, PIPENB_CA_BUNDLE and proxies. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What the notebook's environment image is made of; `lock` is the text of its npm lock, where it has packages. */
export function environmentOf(
  { notebookPath, frontMatter, env }: NotebookEnvironment,
  lock: string | undefined,
): Pick<EnvironmentImage, "context" | "key" | "settings"> {
  const settings = buildSettings(env);
  const context = environmentContext({ frontMatter, lock, name: basename(notebookPath, ".pipenb") });
  return { context, key: environmentKey(context, imageArguments(settings, context)), settings };
}

/** Gives the notebook's environment image and its name, making the lock and the image where they are not there yet. */
export async function ensureNotebookEnvironment(
  engine: Engine,
  notebook: NotebookEnvironment & {
    /** What npm says. */
    readonly onOutput: (text: string) => void;
    /** What the build says. */
    readonly onEvent: (event: BuildEvent) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<{ readonly name: string; readonly image: ImageSummary }> {
  const { notebookPath, frontMatter, env, onOutput, onEvent, signal } = notebook;
  const { npm } = frontMatter.image;
  const lock = await ensureLock({ notebookPath, npm, onOutput, signal, env });
  const wanted = environmentOf(notebook, lock);
  const image = await ensureEnvironmentImage(engine, { ...wanted, onEvent, signal });
  return { name: environmentTag(wanted.key), image };
}

/** Dockerfile, `package.json` and, where the notebook has npm packages, `package-lock.json`. */
export function environmentContext(notebook: {
  readonly frontMatter: FrontMatter;
  /** Text of the npm lock. */
  readonly lock?: string | undefined;
  readonly name: string;
}): readonly ArchiveEntry[] {
  const { frontMatter, lock, name } = notebook;
  const { npm } = frontMatter.image;
  const hasLock = lock !== undefined && Object.keys(npm).length > 0;
  const installed = hasLock ? pinned(npm, lock) : { npm, lock: undefined };
  return [
    { path: "Dockerfile", contents: environmentDockerfile({ frontMatter, hasLock }) },
    { path: "package.json", contents: packageJson({ name, npm: installed.npm }) },
    ...(installed.lock === undefined ? [] : [{ path: "package-lock.json", contents: installed.lock }]),
  ];
}

/** Sixteen hexadecimal digits that change with any file of the context and any build argument. */
export function environmentKey(
  entries: readonly ArchiveEntry[],
  buildArgs: Readonly<Record<string, string>> = {},
): string {
  const hash = createHash("sha256");
  const part = (contents: string | Uint8Array): void => {
    hash.update(`${Buffer.byteLength(contents)}\n`).update(contents);
  };
  for (const entry of entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    part(entry.path);
    part(entry.contents);
    part(String(entry.mode ?? 0o644));
  }
  for (const [name, value] of Object.entries(buildArgs).sort(([a], [b]) => (a < b ? -1 : 1))) {
    part(name);
    part(value);
  }
  return hash.digest("hex").slice(0, 16);
}
