/** The Dockerfile of an export: the environment the notebook's cells run in, and on top of it the exported code. */
import type { FrontMatter } from "../notebook/front-matter.ts";
import {
  environmentDockerfile,
  ownUser,
  type EnvironmentPlan,
} from "../containers/images/environment-dockerfile.ts";

/** What is put on top of the environment in the exported image. */
export interface PipelineCode {
  /** Paths of the exported files, relative to the notebook's folder. */
  readonly files: readonly string[];
  readonly title: string;
  /** Its file's name. */
  readonly notebook: string;
  readonly version: string;
  /** Labels by which whatever runs the image knows what it takes. */
  readonly contract: Readonly<Record<string, string>>;
}

/** The label with the file name of the notebook that an image, or the Dockerfile of an export, was made from. */
export const notebookLabel = "io.pipenb.notebook";

/** The environment's stages and the one of the code. */
export function dockerfile(plan: EnvironmentPlan, code: PipelineCode): string {
  return `${environmentDockerfile(plan)}\n${codeStage(plan.frontMatter, code).join("\n")}\n`;
}

function codeStage(
  frontMatter: FrontMatter,
  { files, title, notebook, version, contract }: PipelineCode,
): string[] {
  const environment = { NODE_ENV: "production", ...frontMatter.environment };
  return [
    "# The pipeline's code, alone in its layer.",
    "FROM environment AS pipeline",
    ...Object.entries(environment).map(([name, value]) => `ENV ${name}=${quoted(value)}`),
    ...labelLines({
      "org.opencontainers.image.title": title,
      "org.opencontainers.image.description": "A data pipeline, exported from a pipenb notebook.",
      [notebookLabel]: notebook,
      "io.pipenb.version": version,
      ...contract,
    }),
    ...copyEach(frontMatter.image.files, ownUser),
    ...copyFiles(files, ownUser),
    "STOPSIGNAL SIGTERM",
    `ENTRYPOINT ${JSON.stringify(["node", "--disable-warning=ExperimentalWarning", "/app/work/runner.mjs", "/app/work/pipeline.ts"])}`,
    "CMD []",
  ];
}

/** One instruction, a line for each label. */
function labelLines(labels: Readonly<Record<string, string>>): readonly string[] {
  const words = Object.entries(labels).map(([name, value]) => `${name}=${quoted(value)}`);
  return words.map(
    (word, index) => `${index === 0 ? "LABEL " : "      "}${word}${index < words.length - 1 ? " \\" : ""}`,
  );
}

/** A double-quoted word of a Dockerfile; `$` would be replaced and a newline would end the instruction. */
function quoted(value: string): string {
  return `"${value.replaceAll(/[\\"$]/g, "\\$&").replaceAll(/\r?\n/g, " ")}"`;
}

// COPY instructions that put files and folders at the same place under the working directory.

/** For what may be a file or a folder: one instruction each. */
function copyEach(paths: readonly string[], owner: string): string[] {
  return [...new Set(paths.map(plainPath))].map((path) => copy(owner, [path, `./${path}`]));
}

/** For files: one instruction for each folder they are in. */
function copyFiles(paths: readonly string[], owner: string): string[] {
  const byFolder = new Map<string, string[]>();
  for (const path of [...paths].sort()) {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }
  return [...byFolder].map(([folder, files]) => copy(owner, [...files, `./${folder}`]));
}

/** `./data/` is `data`. */
function plainPath(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return parts.length === 0 ? "." : parts.join("/");
}

/** Names with a space or a sign in them need the JSON form. */
function copy(owner: string, words: readonly string[]): string {
  const plain = words.every((word) => /^[\w@./+-]+$/.test(word));
  return `COPY --chown=${owner} ${plain ? words.join(" ") : JSON.stringify(words)}`;
}
