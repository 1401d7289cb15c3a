/** `pipenb backfill`: runs a pipeline over many units, each once, and keeps a journal of it. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { backfillEngine } from "../../app/backfill/backfill-engine.ts";
import { beginBackfill, stopAtOnce, type BegunBackfill } from "../../app/backfill/begin-backfill.ts";
import { usualRetries } from "../../app/backfill/usual-settings.ts";
import { describeParameters, unitWords } from "../../app/backfill/unit-words.ts";
import type { RunningBackfill } from "../../backfill/carry-out.ts";
import { parseVolume, type Volume } from "../../backfill/kubernetes/volumes.ts";
import { lookIntoJournal } from "../../backfill/journal/journal-file.ts";
import { stateOf, type JournalState } from "../../backfill/journal/read-journal.ts";
import type { Runtime } from "../../backfill/slurm/batch-script.ts";
import type { EngineName } from "../../backfill/run-engine.ts";
import { versionId, type Version } from "../../backfill/run-key.ts";
import { selectUnits, type Job, type Selection } from "../../backfill/select-units.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import type { UnitParameter } from "../../notebook/units/unit-parameter.ts";
import { signalExitCode } from "../../notebook/program/stop-signals.ts";
import { CliError, exitCode } from "../cli-error.ts";
import { writeOutput } from "../files/output-file.ts";
import { stoppable } from "../run/stoppable.ts";
import type { StopSignals } from "../run/stop-signals.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { placeOf } from "./place-of.ts";
import { summarize, unwritable } from "./outcome.ts";
import { Progress } from "./progress.ts";
import { referenceOf } from "./reference-of.ts";
import { subjectOf, type Subject } from "./subject.ts";
import { wantedUnits } from "./wanted-units.ts";

export interface BackfillRequest {
  /** A notebook's path or an image's name. */
  readonly what: string;
  readonly units: string | undefined;
  /** The pipeline's own. */
  readonly words: readonly string[];
  readonly parallel: number;
  readonly retries: number | undefined;
  readonly only: Selection;
  readonly stopAfter: number | undefined;
  readonly dryRun: boolean;
  readonly on: EngineName;
  readonly runtime: Runtime;
  /** Where a cluster pulls the image from. */
  readonly registry: string | undefined;
  /** What a cluster puts where, as it was written. */
  readonly volumes: readonly string[];
  /** A folder for the files that do it without pipenb. */
  readonly out: string | undefined;
  /** Replaces files there that say something else. */
  readonly force: boolean;
}

/** Gives the exit code: 0 only if every unit is done. */
export function runBackfill(
  request: BackfillRequest,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const { what, words } = request;
  return stoppable(terminal, async (signals) => {
    const { signal } = signals;
    const engine = await requireEngine({ env, signal });
    const subject = await subjectOf(what, { engine, terminal, env, signal });
    const unit = unitOf(what, subject);
    const units = await wantedUnits(request.units, unit, subject.contract);
    const given = unitWords(subject.contract.parameters, unit, { units, words, secrets: subject.secrets });
    if (given.kind === "problems") throw new CliError("usage", given.problems.join("\n"));
    const { parameters, argsOf, argsOfAny } = given;
    const volumes = volumesOf(request);
    const prepared = await subject.prepare();
    const version: Version = { image: prepared.image.id, parameters };
    const place = placeOf(what);
    if (request.dryRun) {
      const journal = await lookIntoJournal(place.journal);
      const jobs = selectUnits(units, { journal, version, only: request.only, findsLost: true });
      return tellPlan({ units, jobs, journal, version }, terminal);
    }
    const progress = new Progress(terminal);
    const onNote = (note: string): void => {
      terminal.note(terminal.colors.yellow(note));
    };
    const on = backfillEngine(request.on, {
      ...prepared,
      engine,
      image: prepared.image.id,
      reference: await referenceOf(what, prepared.image, { ...request, engine, terminal, signal }),
      parameters,
      argsOf,
      argsOfAny,
      volumes,
      env,
      journalId: place.id,
      batches: place.batches,
      runtime: request.runtime,
      onNote,
    });
    const { parallel, retries = subject.contract.retries ?? usualRetries, stopAfter, only } = request;
    const settings = { parallel, retries, stopAfter };
    if (request.out !== undefined) {
      const { out, force } = request;
      await writeFiles(on.files(units, settings), { folder: out, force }, terminal);
      return exitCode.ok;
    }
    const order = { units, version, only, place, on, settings };
    const begun = await beginBackfill(order, {
      onNote,
      onPlan(count) {
        progress.expect(count);
        const given = describeParameters(parameters).replace(/^(?=.)/, ": ");
        terminal.note(`${count} of ${units.length} to run, ${parallel} at once${given}`);
      },
      onChange: (entry, counts) => {
        progress.take(entry, counts);
      },
      onStop: () => {
        process.kill(process.pid, "SIGTERM"); // as if it came from outside
      },
      onLog: ({ unit: each }, text) => {
        progress.remember(each, text);
      },
    }).catch(unwritable);
    if (begun.kind !== "begun") return refuse(what, begun);
    try {
      const stopped = listen(signals, begun.backfill);
      const { error } = await begun.backfill.run();
      terminal.done();
      return await summarize(
        { what, units, version, error, progress, journal: place.journal },
        terminal,
        stopped(),
      );
    } finally {
      await begun.close();
    }
  });
}

interface WrittenFiles {
  readonly folder: string;
  readonly force: boolean;
}

async function writeFiles(
  files: ReadonlyMap<string, string>,
  { folder, force }: WrittenFiles,
  terminal: Terminal,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) {
    const path = join(folder, name);
    await writeOutput({ path, force, isOurs: (there) => there === text }, text, terminal);
    terminal.note(`wrote ${path}`);
  }
}

function refuse(what: string, begun: Exclude<BegunBackfill, { readonly kind: "begun" }>): never {
  if (begun.kind === "taken")
    throw new CliError("file", `A backfill of ${what} runs already: process ${begun.pid}.`, {
      remedy: `Wait for it, or stop it: pipenb backfill --cancel ${what}`,
      exitCode: exitCode.transient,
    });
  const { on, units } = begun;
  throw new CliError("file", `${units.length} of the units may still run on ${on}: ${units[0] ?? ""}.`, {
    remedy: `Let them end there first (the same command with --on ${on}), or stop them: pipenb backfill --cancel ${what}`,
    exitCode: exitCode.transient,
  });
}

function volumesOf({ volumes, on }: BackfillRequest): readonly Volume[] {
  if (volumes.length > 0 && on !== "kubernetes")
    throw new CliError("usage", "--volume is for --on kubernetes.", {
      remedy: "Write mounts into the front matter, which are folders of this machine.",
    });
  return volumes.map((text) => {
    const parsed = parseVolume(text);
    if (parsed.kind === "volume") return parsed.volume;
    throw new CliError("usage", parsed.sentence);
  });
}

function unitOf(what: string, { contract }: Subject): UnitParameter {
  if (contract.unit !== undefined) return contract.unit;
  throw new CliError("usage", `${what} has no parameter that takes a unit.`, {
    remedy: 'Declare one first among its parameters, such as: const day: IsoDate = "2022-02-05";',
  });
}

/** Ctrl-C once lets runs end, twice stops them; SIGTERM stops them. Gives the code of what was asked. */
function listen(signals: StopSignals, backfill: RunningBackfill): () => number | undefined {
  let code: number | undefined;
  const atOnce = (): void => {
    stopAtOnce(backfill);
  };
  signals.passOnWith((signal) => {
    code = signalExitCode(signal);
    if (signal === "SIGINT") backfill.stop(false);
    else atOnce();
    return Promise.resolve();
  });
  signals.signal.addEventListener("abort", atOnce, { once: true });
  return () => signals.code ?? code;
}

interface Plan {
  readonly units: readonly string[];
  readonly jobs: readonly Job[];
  readonly journal: JournalState;
  readonly version: Version;
}

function tellPlan({ units, jobs, journal, version }: Plan, terminal: Terminal): number {
  const runs = new Map(jobs.map((job) => [job.unit, job]));
  for (const unit of units) {
    const state = stateOf(journal.units.get(unit), versionId(version));
    const job = runs.get(unit);
    if (terminal.json) terminal.event({ unit, state, run: job !== undefined, attempt: job?.attempt });
    else terminal.out(`${unit}  ${state}${job === undefined ? "" : `  would run, attempt ${job.attempt}`}\n`);
  }
  terminal.note(`${jobs.length} of ${units.length} would run. Nothing was run.`);
  return exitCode.ok;
}
