/** The environment image of a notebook as it stands: its lock and front matter decide about it. */
import { basename } from "node:path";
import type { FrontMatter } from "../../notebook/front-matter.ts";
import type { BuildEvent, Engine, ImageSummary } from "../engine/engine.ts";
import { environmentContext, environmentKey } from "./environment-context.ts";
import { ensureLock } from "../lock/lock-file.ts";
import { buildSettings, imageArguments } from "./base-image.ts";
import { ensureEnvironmentImage, environmentTag } from "./environment-image.ts";
import type { EnvironmentImage } from "./environment-image.ts";

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
