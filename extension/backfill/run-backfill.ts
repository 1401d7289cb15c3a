/** "Backfill…": asks for units, builds the notebook's image and runs it over them, each once. */
import { basename } from "node:path";
import * as vscode from "vscode";
import * as z from "zod";
import type { BegunBackfill } from "../../app/backfill/begin-backfill.ts";
import { processText } from "../../app/backfill/holder-words.ts";
import { progressWords } from "../../app/backfill/progress-words.ts";
import { unitSigns } from "../../app/backfill/unit-signs.ts";
import { unitWords } from "../../app/backfill/unit-words.ts";
import { usualParallel, usualRetries } from "../../app/backfill/usual-settings.ts";
import { versionId } from "../../backfill/run-key.ts";
import type { Engine, ImageSummary } from "../../containers/engine/engine.ts";
import { secretName } from "../../notebook/parameters/option-names.ts";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import { optionArguments, valueText } from "../../notebook/parameters/run-arguments.ts";
import { contractOf } from "../../pipeline/contract-labels.ts";
import { connectedEngine } from "../commands/connected-engine.ts";
import { editedNotebook, type EditedNotebook } from "../commands/edited-notebook.ts";
import { askSteps } from "../commands/form/ask-steps.ts";
import { gather } from "../commands/gather.ts";
import { tellBuild } from "../commands/build-image.ts";
import type { Values } from "../commands/last-values.ts";
import type { CommandServices, NotebookWork } from "../commands/notebook-command.ts";
import { runPlace } from "../commands/run-place.ts";
import { withProgress } from "../commands/with-progress.ts";
import { CommandError } from "../failures/command-error.ts";
import { placeOf } from "../units/unit-logs.ts";
import { backfillSteps, readWish, type BackfillWish } from "./backfill-form.ts";
import { backfillOutcome, type BackfillOutcome } from "./backfill-outcome.ts";
import { BackfillProgress } from "./backfill-progress.ts";

/** What a caller may say instead of being asked: units to be run with the parameters of the last backfill. */
const GivenSchema = z
  .object({
    units: z.array(z.string()).min(1).optional(),
    only: z.enum(["missing", "failed", "lost", "stale", "all"]).default("missing"),
  })
  .default({ only: "missing" });

/** Gives what is said in the end; undefined when the user changed their mind. */
export const runBackfill: NotebookWork = async (document, services, given) => {
  const edited = await editedNotebook(document);
  const subject = subjectOf(edited);
  const { units, only } = GivenSchema.parse(given);
  const wish =
    units === undefined ? await ask(edited, subject, services) : await again(edited, subject, units);
  if (wish === undefined) return undefined;
  const outcome = await run(edited, subject, units === undefined ? wish : { ...wish, only }, services);
  void sayOutcome(outcome, edited.uri);
  return outcome.message;
};

type Subject = ReturnType<typeof subjectOf>;

function subjectOf({ notebook: { frontMatter }, parameters }: EditedNotebook) {
  const services = Object.keys(frontMatter.services);
  if (services.length > 0)
    throw new CommandError(
      "backfill",
      `The notebook has services (${services.join(", ")}), which a backfill does not start. Start them yourself, build the image, and run it: pipenb backfill IMAGE.`,
    );
  const contract = contractOf(frontMatter, parameters);
  const { unit } = contract;
  if (unit === undefined)
    throw new CommandError(
      "backfill",
      'No parameter takes a unit. Declare one first among the parameters, such as: const day: IsoDate = "2022-02-05";',
    );
  // Values that each run finds in a secret are not asked for.
  const others = parameters.filter(
    ({ name }) => name !== unit.parameter.name && !frontMatter.secrets.includes(secretName(name)),
  );
  return { contract, unit, others, secrets: frontMatter.secrets };
}

const memoryKey = (notebook: vscode.Uri): string => `backfill:${notebook.toString()}`;

async function ask(
  { uri, title }: EditedNotebook,
  subject: Subject,
  { memory }: CommandServices,
): Promise<BackfillWish | undefined> {
  const last = memory.get<Values>(memoryKey(uri)) ?? {};
  const texts = await askSteps(`Backfill ${title}`, backfillSteps({ ...subject, last, now: new Date() }));
  if (texts === undefined) return undefined;
  await memory.update(memoryKey(uri), texts);
  return readWish(texts, subject.unit);
}

async function again(
  { uri }: EditedNotebook,
  { contract, others }: Subject,
  units: readonly string[],
): Promise<BackfillWish> {
  const { begin } = await (await placeOf(uri)).journal.look();
  const known: ParameterValues = begin?.parameters ?? {};
  const values = others.flatMap(({ name }) => {
    const value = known[name];
    return value === undefined ? [] : [[name, valueText(value)] as const];
  });
  return {
    units,
    only: "all",
    parallel: usualParallel,
    retries: contract.retries ?? usualRetries,
    values: Object.fromEntries(values),
  };
}

async function run(
  edited: EditedNotebook,
  { contract, unit, others, secrets }: Subject,
  { units, only, parallel, retries, values }: BackfillWish,
  services: CommandServices,
): Promise<BackfillOutcome> {
  const words = optionArguments(others, values);
  const given = unitWords(contract.parameters, unit, { units, words, secrets });
  if (given.kind === "problems") throw new CommandError("backfill", given.problems.join("\n"));
  const engine = await connectedEngine();
  const image = await build(engine, edited, services);
  const [{ backfillEngine }, { beginBackfill }] = await Promise.all([
    import("../../app/backfill/backfill-engine.ts"),
    import("../../app/backfill/begin-backfill.ts"),
  ]);
  const { output, log } = services;
  const place = await placeOf(edited.uri);
  const version = { image: image.id, parameters: given.parameters };
  const onNote = (sentence: string): void => {
    output.appendLine(sentence);
  };
  const on = backfillEngine("docker", {
    ...(await runPlace(engine, edited)),
    engine,
    machine: (await engine.info()).machine,
    reference: undefined,
    image: image.id,
    parameters: given.parameters,
    argsOf: given.argsOf,
    argsOfAny: given.argsOfAny,
    timeout: undefined,
    volumes: [],
    env: process.env,
    journalId: place.id,
    batches: place.batches,
    runtime: "docker",
    onNote,
  });
  const progress = new BackfillProgress();
  const started = performance.now();
  let total = 0;
  const stopped = new AbortController();
  const begun = await beginBackfill(
    { units, version, only, place, on, settings: { parallel, retries, stopAfter: undefined } },
    {
      onNote,
      onPlan(count) {
        total = count;
        output.appendLine(`${count} of ${units.length} to run, ${parallel} at once`);
      },
      onChange({ unit: each, state, attempt, code }, counts) {
        const how = code === undefined || code === 0 ? "" : ` (exit code ${code})`;
        output.appendLine(`${unitSigns[state]} ${each} ${state}, attempt ${attempt}${how}`);
        const milliseconds = performance.now() - started;
        const done = (counts.done + counts.failed) / Math.max(1, total);
        progress.tell(progressWords(counts, { total, milliseconds }), done);
      },
      onStop: () => {
        stopped.abort();
      },
      onLog: () => undefined,
    },
  );
  if (begun.kind !== "begun") throw refusal(edited, begun);
  try {
    const { error } = await progress.run(`Backfill of ${edited.title}`, begun.backfill, stopped.signal);
    const journal = await place.journal.look();
    const outcome = backfillOutcome(edited.title, { units, journal, version: versionId(version), error });
    output.appendLine(outcome.message);
    log.info(`${edited.path}: ${outcome.message}`);
    return outcome;
  } finally {
    await begun.close();
  }
}

function build(engine: Engine, edited: EditedNotebook, services: CommandServices): Promise<ImageSummary> {
  return withProgress(`Backfill of ${edited.title}: its image`, async (report, signal) => {
    report("locking npm packages and reading files");
    const files = await gather(edited, services, { signal, verb: "Backfill" });
    const { buildBackfillImage } = await import("../../app/backfill/backfill-image.ts");
    return buildBackfillImage(engine, edited, {
      files,
      env: process.env,
      onEvent(event) {
        tellBuild(event, report, services.output);
      },
      signal,
    });
  });
}

function refusal(
  { path }: EditedNotebook,
  begun: Exclude<BegunBackfill, { readonly kind: "begun" }>,
): CommandError {
  const name = basename(path);
  if (begun.kind === "elsewhere")
    return new CommandError(
      "backfill",
      `${begun.units.length} of the units may still run on ${begun.on}${begun.machine === undefined ? "" : ` of ${begun.machine}`}. Let them end there: pipenb backfill --on ${begun.on} ${name}`,
    );
  const who =
    begun.pid === process.pid && begun.host === undefined ? "in this window" : `in ${processText(begun)}`;
  return new CommandError(
    "backfill",
    `A backfill of ${name} runs already, ${who}. Wait for it, or stop it: pipenb backfill --cancel ${name}`,
  );
}

async function sayOutcome({ ok, message, states }: BackfillOutcome, notebook: vscode.Uri): Promise<void> {
  const show = "Show Units";
  const failed = [...states].flatMap(([unit, state]) => (state === "failed" ? [unit] : []));
  const retry = "Run Failed Again";
  const say = ok ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  const chosen = await say(message, show, ...(failed.length === 0 ? [] : [retry]));
  if (chosen === show) await vscode.commands.executeCommand("pipenb.showUnits", notebook);
  if (chosen === retry)
    await vscode.commands.executeCommand("pipenb.backfill", notebook, { units: failed, only: "failed" });
}
