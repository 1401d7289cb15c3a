/** What is to be run over units: the image of a notebook as it is now, or an image by its name, and what its runs are given. */
import { dirname } from "node:path";
import { buildBackfillImage } from "../../app/backfill/backfill-image.ts";
import { openingText } from "../../app/notebook/opening-text.ts";
import { runMounts } from "../../app/image/run-mounts.ts";
import type { DockerRunSettings } from "../../backfill/docker/docker-runs.ts";
import { limitsOf } from "../../containers/figures/limits.ts";
import type { Engine, ImageSummary } from "../../containers/engine/engine.ts";
import { contractOf, readContract, type Contract } from "../../pipeline/contract-labels.ts";
import type { UnitParameter } from "../../notebook/units/unit-parameter.ts";
import { notebookLabel } from "../../pipeline/dockerfile.ts";
import { CliError } from "../cli-error.ts";
import { gatherExport } from "../export/gather-export.ts";
import { isNotebook } from "../notebook/is-notebook.ts";
import { openNotebook, type OpenNotebook } from "../notebook/open-notebook.ts";
import { pullImage } from "../run/pull-image.ts";
import { showProgress } from "../terminal/show-progress.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface Subject {
  readonly title: string;
  /** What a notebook says of itself at its beginning, as Markdown; "" of an image. */
  readonly text: string;
  readonly contract: Contract;
  /** Names of those that its runs are given. */
  readonly secrets: readonly string[];
  /** Makes what its runs are given: builds a notebook's image, once it is clear that there is something to run. */
  readonly prepare: () => Promise<Prepared>;
}

interface Prepared extends Pick<DockerRunSettings, "mounts" | "user" | "limits"> {
  readonly image: ImageSummary;
}

/** What it is to be run by, and how a notebook becomes its image. */
export interface Purpose {
  /** As the subject of "does not start". */
  readonly what: string;
  readonly command: string;
  /** Type errors end the command. */
  readonly isChecked: boolean;
  /** What else helps where there are services, after the remedy. */
  readonly hint?: string;
  /** On which services run that somebody else has started. */
  readonly network?: string | undefined;
}

export const forBackfill: Purpose = {
  ...{ what: "a backfill", command: "backfill", isChecked: false },
  hint: " On Docker, name the network on which they run: --network NAME.",
};
export const forSchedule: Purpose = {
  ...{ what: "a schedule", command: "deploy", isChecked: true },
  hint: " For Airflow, name the network on which they run: --network NAME.",
};

export interface SubjectOptions {
  readonly engine: Engine;
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly purpose: Purpose;
}

/** Reads the notebook, or pulls the image where it is not here. */
export async function subjectOf(what: string, options: SubjectOptions): Promise<Subject> {
  const { rootless } = await options.engine.info();
  const { env, purpose } = options;
  if (!isNotebook(what)) {
    const { engine, terminal, signal } = options;
    const image = (await engine.image(what)) ?? (await pullImage(engine, what, terminal, signal));
    const frontMatter = { mounts: [], secrets: [] };
    const mounts = await runMounts({ folder: process.cwd(), frontMatter, rootless, env });
    return {
      title: image.labels["org.opencontainers.image.title"] ?? what,
      text: "",
      contract: contractIn(what, image),
      secrets: [],
      prepare: () => Promise.resolve({ image, limits: {}, ...mounts }),
    };
  }
  const open = await openNotebook(what);
  const { frontMatter } = open.notebook;
  const services = Object.keys(frontMatter.services);
  if (services.length > 0 && purpose.network === undefined)
    throw new CliError(
      "notebook",
      `${what} has services (${services.join(", ")}), which ${purpose.what} does not start.`,
      {
        remedy: `Start them yourself (docker compose up) and take the image: pipenb build ${what} --tag NAME, then pipenb ${purpose.command} NAME.${purpose.hint ?? ""}`,
      },
    );
  return {
    title: open.title,
    text: openingText(open.notebook),
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
  { engine, terminal, env, signal, purpose }: SubjectOptions,
): Promise<ImageSummary> {
  const files = await gatherExport(open, { ignoreTypeErrors: !purpose.isChecked, terminal, signal });
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

/** Ends the command with 64 where there is none. */
export function unitOf(what: string, { contract }: Subject): UnitParameter {
  if (contract.unit !== undefined) return contract.unit;
  throw new CliError("usage", `${what} has no parameter that takes a unit.`, {
    remedy: 'Declare one first among its parameters, such as: const day: IsoDate = "2022-02-05";',
  });
}
