/** What a single `docker run` of a notebook's image needs of this machine. */
import { dirname } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { limitsOf } from "../../containers/figures/limits.ts";
import type { DockerRun } from "../../app/image/docker-run-line.ts";
import { CommandError } from "../failures/command-error.ts";
import type { EditedNotebook } from "./edited-notebook.ts";

/** A single container cannot have services; compose can. */
export function refuseServices({ notebook }: EditedNotebook): void {
  const names = Object.keys(notebook.frontMatter.services);
  if (names.length > 0)
    throw new CommandError(
      "services",
      `This pipeline needs ${names.join(", ")} beside it. Export it and run "docker compose run --rm test" in the exported folder.`,
    );
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
