/** What is to be run over units: the image of a notebook as it is now, or an image by its name, and what its runs are given. */
import { dirname } from "node:path";
import { buildBackfillImage } from "../../app/backfill/backfill-image.ts";
import { runMounts } from "../../app/image/run-mounts.ts";
import type { DockerRunSettings } from "../../backfill/docker/docker-runs.ts";
import { limitsOf } from "../../containers/figures/limits.ts";
import type { Engine, ImageSummary } from "../../containers/engine/engine.ts";
import { contractOf, readContract, type Contract } from "../../pipeline/contract-labels.ts";
import { notebookLabel } from "../../pipeline/dockerfile.ts";
import { CliError } from "../cli-error.ts";
import { gatherExport } from "../export/gather-export.ts";
import { isNotebook } from "../notebook/is-notebook.ts";
import { openNotebook, type OpenNotebook } from "../notebook/open-notebook.ts";
import { pullImage } from "../run/pull-image.ts";
import { showProgress } from "../terminal/show-progress.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface Subject {
  readonly contract: Contract;
  /** Names of those that its runs are given. */
  readonly secrets: readonly string[];
  /** Makes what its runs are given: builds a notebook's image, once it is clear that there is something to run. */
  readonly prepare: () => Promise<Prepared>;
}

interface Prepared extends Pick<DockerRunSettings, "mounts" | "user" | "limits"> {
  readonly image: ImageSummary;
}

export interface SubjectOptions {
  readonly engine: Engine;
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Reads the notebook, or pulls the image where it is not here. */
export async function subjectOf(what: string, options: SubjectOptions): Promise<Subject> {
  const { rootless } = await options.engine.info();
  const { env } = options;
  if (!isNotebook(what)) {
    const { engine, terminal, signal } = options;
    const image = (await engine.image(what)) ?? (await pullImage(engine, what, terminal, signal));
    const frontMatter = { mounts: [], secrets: [] };
    const mounts = await runMounts({ folder: process.cwd(), frontMatter, rootless, env });
    return {
      contract: contractIn(what, image),
      secrets: [],
      prepare: () => Promise.resolve({ image, limits: {}, ...mounts }),
    };
  }
  const open = await openNotebook(what);
  const { frontMatter } = open.notebook;
  const services = Object.keys(frontMatter.services);
  if (services.length > 0)
    throw new CliError(
      "notebook",
      `${what} has services (${services.join(", ")}), which a backfill does not start.`,
      {
        remedy: `Start them yourself (docker compose up) and backfill the image: pipenb build ${what} --tag NAME, then pipenb backfill NAME.`,
      },
    );
  return {
    contract: contractOf(frontMatter, open.parameters),
    secrets: frontMatter.secrets,
    prepare: async () => ({
      image: await built(open, options),
      limits: limitsOf(frontMatter),
      ...(await runMounts({ folder: dirname(open.path), frontMatter, rootless, env })),
    }),
  };
}

async function built(
  open: OpenNotebook,
  { engine, terminal, env, signal }: SubjectOptions,
): Promise<ImageSummary> {
  const files = await gatherExport(open, { ignoreTypeErrors: true, terminal, signal });
  const image = await buildBackfillImage(engine, open, {
    files,
    env,
    onEvent: showProgress(terminal),
    signal,
  });
  terminal.done();
  return image;
}

function contractIn(what: string, { labels }: ImageSummary): Contract {
  const read = readContract(labels);
  if (read.kind === "contract") return read.contract;
  if (read.kind === "newer")
    throw new CliError("usage", `${what} was made by a newer pipenb.`, { remedy: "Update pipenb." });
  const isOurs = labels[notebookLabel] !== undefined;
  throw new CliError("usage", `${what} does not say what its parameters are.`, {
    remedy: isOurs
      ? "Build it again with this pipenb."
      : "Name a .pipenb file, or the image of a pipeline that pipenb has exported.",
  });
}
