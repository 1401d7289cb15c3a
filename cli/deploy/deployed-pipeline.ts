/** What an engine is told of a pipeline, whether it has a clock or not. */
import { hostname, userInfo } from "node:os";
import { basename } from "node:path";
import { unitWords } from "../../app/backfill/unit-words.ts";
import { usualRetries } from "../../app/backfill/usual-settings.ts";
import { objectName, repositoryName } from "../../backfill/kubernetes/object-name.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import type { DeployedPipeline } from "../../deploy/target.ts";
import type { Contract } from "../../pipeline/contract-labels.ts";
import { referenceOf } from "../backfill/reference-of.ts";
import { forSchedule, subjectOf, unitOf, type Subject } from "../backfill/subject.ts";
import { CliError } from "../cli-error.ts";
import { isNotebook } from "../notebook/is-notebook.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface PipelineRequest {
  /** A notebook's path or an image's name. */
  readonly what: string;
  /** What the engine calls it; made of the notebook's name where undefined. */
  readonly name: string | undefined;
  /** The pipeline's own. */
  readonly words: readonly string[];
  readonly retries: number | undefined;
  readonly registry: string | undefined;
  readonly ignoreTypeErrors: boolean;
  /** On which the notebook's services run. */
  readonly network?: string | undefined;
}

interface Found extends Pick<Subject, "title" | "text"> {
  readonly contract: Contract;
  /** Builds a notebook's image and pushes it where that is asked for. The unit is any, by which the parameters are checked. */
  readonly pipeline: (unit: string) => Promise<DeployedPipeline>;
}

/** Reads what it is; nothing is built yet. */
export async function deployedPipeline(
  { what, name, words, ...request }: PipelineRequest,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Found> {
  const called = nameOf({ what, name });
  const engine = await requireEngine({ env, signal });
  const purpose = { ...forSchedule, isChecked: !request.ignoreTypeErrors, network: request.network };
  const subject = await subjectOf(what, { engine, terminal, env, signal, purpose });
  const { title, text, contract, secrets } = subject;
  return {
    ...{ title, text, contract },
    pipeline: async (any) => {
      const unit = unitOf(what, subject);
      const given = unitWords(contract.parameters, unit, { units: [any], words, secrets });
      if (given.kind === "problems") throw new CliError("usage", given.problems.join("\n"));
      const { image, ...prepared } = await subject.prepare();
      return {
        ...prepared,
        name: called,
        source: isNotebook(what) ? basename(what) : what.replace(/@.*$|:[^/:]*$/, ""),
        by: `${userInfo().username}@${hostname()}`,
        image: image.id,
        reference: await referenceOf(what, image, { ...request, engine, terminal, signal }),
        args: given.argsOfAny,
        values: given.parameters,
        unit,
        retries: request.retries ?? contract.retries ?? usualRetries,
        timeout: contract.timeout,
      };
    },
  };
}

/** What it is called: by `--name`, else by the notebook's name or the image's. */
export function nameOf({ what, name }: { readonly what: string; readonly name: string | undefined }): string {
  if (name === undefined)
    return objectName(isNotebook(what) ? basename(what).replace(/\.[^.]+$/, "") : repositoryName(what));
  return soundName("--name", name);
}

/** The name as it was given by the option; ends the command with 64 where no engine takes it. */
export function soundName(option: string, name: string): string {
  if (objectName(name) === name) return name;
  throw new CliError("usage", `${option} ${name} is no name for an engine.`, {
    remedy: `Write lower-case letters, digits and "-", beginning with a letter, such as ${objectName(name)}.`,
  });
}
