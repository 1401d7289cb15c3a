/** What services kept for notebooks that are gone: of one that was renamed or moved where nobody has seen it. */
import { hostname } from "node:os";
import type { Engine } from "../engine/engine.ts";
import { shellWord } from "../../notebook/shell-word.ts";
import { isGone } from "./drop-services.ts";
import { readKeptLabels, serviceLabel } from "./kept-data.ts";
import type { StartedService } from "./service-plan.ts";

/** Of the services that begin without data: where one of the same name, with an image of the same name, kept some on this machine; sentences. */
export async function formerDataNotices(
  engine: Engine,
  started: readonly StartedService[],
): Promise<readonly string[]> {
  const beginning = started.filter(({ kept }) => kept?.isNew === true);
  if (beginning.length === 0) return [];
  const notices = new Set<string>();
  for (const { labels } of await engine.volumesWithLabel(serviceLabel)) {
    const { service, notebookPath, machine, image = "" } = readKeptLabels(labels);
    const now = beginning.find(
      (each) => each.name === service && repositoryOf(each.service.image) === repositoryOf(image),
    );
    if (now?.kept === undefined || machine !== hostname() || !(await isGone(notebookPath))) continue;
    const move = ["move", "--replace", notebookPath, now.kept.notebookPath, service].map(shellWord).join(" ");
    notices.add(
      `The service "${service}" begins without data. What it kept for ${notebookPath}, which is gone, is still there: pipenb services ${move} takes it along once this kernel has ended.`,
    );
  }
  return [...notices];
}

/** Without its tag or digest. */
const repositoryOf = (image: string): string => image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
