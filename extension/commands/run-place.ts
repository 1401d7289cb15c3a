/** What a run of a notebook's image needs of this machine, and the line for a terminal that does the same. */
import { dirname } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { limitsOf } from "../../containers/figures/limits.ts";
import { composeRunLine, dockerRunLine, type DockerRun } from "../../app/image/docker-run-line.ts";
import type { EditedNotebook } from "./edited-notebook.ts";

export interface RunLine {
  readonly line: string;
  /** "docker run", or "docker compose run": for the exported folder, as a single container cannot have services. */
  readonly by: string;
}

/** How a terminal runs it. */
export function runLine({ notebook }: EditedNotebook, docker: DockerRun): RunLine {
  return Object.keys(notebook.frontMatter.services).length === 0
    ? { by: "docker run", line: dockerRunLine(docker) }
    : { by: "docker compose run", line: composeRunLine(docker.args) };
}

/** Its mounts, who it runs as, and how much it may take. */
export async function runPlace(
  engine: Engine,
  { path, notebook }: EditedNotebook,
): Promise<Pick<DockerRun, "mounts" | "user" | "limits">> {
  const { runMounts } = await import("../../app/image/run-mounts.ts");
  const { rootless } = await engine.info();
  const { frontMatter } = notebook;
  const place = await runMounts({ folder: dirname(path), frontMatter, rootless, env: process.env });
  return { ...place, limits: limitsOf(frontMatter) };
}
