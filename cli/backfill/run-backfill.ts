/** `pipenb backfill`: runs a pipeline over many units, each once, and keeps a journal of it. */
import { backfillEngine } from "../../app/backfill/backfill-engine.ts";
import { beginBackfill, stopAtOnce, type BegunBackfill } from "../../app/backfill/begin-backfill.ts";
import { processText } from "../../app/backfill/holder-words.ts";
import { usualRetries } from "../../app/backfill/usual-settings.ts";
import { describeParameters, unitWords } from "../../app/backfill/unit-words.ts";
import type { RunningBackfill } from "../../backfill/carry-out.ts";
import { stateOf, type JournalState } from "../../backfill/journal/read-journal.ts";
import type { WrittenRuntime } from "../../backfill/slurm/script-parts.ts";
import type { EngineName } from "../../backfill/run-engine.ts";
import { versionId, type Version } from "../../backfill/run-key.ts";
import { selectUnits, type Job, type Selection } from "../../backfill/select-units.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { signalExitCode } from "../../notebook/program/stop-signals.ts";
import { CliError, exitCode } from "../cli-error.ts";
import { writeFiles } from "../files/write-files.ts";
import { stoppable } from "../run/stoppable.ts";
import type { StopSignals } from "../run/stop-signals.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { nameOf } from "../deploy/deployed-pipeline.ts";
import { refuseOptions } from "./engine-options.ts";
import { placeOf } from "./place-of.ts";
import { summarize, unwritable } from "./outcome.ts";
import { Progress } from "./progress.ts";
import { referenceOf } from "./reference-of.ts";
import { refuseReserved } from "./reserved-options.ts";
import { forBackfill, subjectOf, unitOf } from "./subject.ts";
import { volumesOf } from "./volumes-of.ts";
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
  readonly runtime: WrittenRuntime;
  /** What Airflow or Prefect calls it; made of the notebook's name where undefined. */
  readonly name: string | undefined;
  /** Where a cluster pulls the image from. */
  readonly registry: string | undefined;
  /** Of the engine, on which the services of the notebook run already. */
  readonly network: string | undefined;
  /** What a cluster puts where, as it was written. */
  readonly volumes: readonly string[];
  /** The store of the journal, by `--journal`. */
  readonly journal: string | undefined;
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
  const { what, words, network } = request;
  refuseOptions(request);
  return stoppable(terminal, async (signals) => {
    const { signal } = signals;
    const engine = await requireEngine({ env, signal });
    await refuseMissing(engine, network);
    const subject = await subjectOf(what, {
      engine,
      terminal,
      env,
      signal,
      purpose: { ...forBackfill, network },
    });
    const unit = unitOf(what, subject);
    const units = await wantedUnits(request.units, unit, subject.contract);
    const given = unitWords(subject.contract.parameters, unit, { units, words, secrets: subject.secrets });
    if (given.kind === "problems") throw new CliError("usage", given.problems.join("\n"));
    const { parameters, argsOf, argsOfAny } = given;
    const volumes = volumesOf(request.volumes, `--on ${request.on}`);
    if (request.on === "kubernetes") refuseReserved(subject.contract, ["units", "index"]);
    const prepared = await subject.prepare();
    const version: Version = { image: prepared.image.id, parameters };
    const place = await placeOf(what, request.journal, env);
    if (request.dryRun) {
      const journal = await place.journal.look();
      const jobs = selectUnits(units, { journal, version, only: request.only, findsLost: true });
      return tellPlan({ units, jobs, journal, version }, terminal);
    }
    const progress = new Progress(terminal, { units, version: versionId(version) });
    const onNote = (note: string): void => {
      terminal.note(terminal.colors.yellow(note));
    };
    const on = backfillEngine(request.on, {
      ...prepared,
      engine,
      network,
      machine: (await engine.info()).machine,
      image: prepared.image.id,
      reference: await referenceOf(what, prepared.image, { ...request, engine, terminal, signal }),
      parameters,
      deployment: { name: nameOf(request), what, parameter: unit.parameter.name },
      argsOf,
      argsOfAny,
      timeout: subject.contract.timeout,
      volumes,
      env,
      journalId: place.id,
      batches: place.batches,
      runtime: request.runtime,
      pipeline: {
        ...{ what, dag: nameOf(request), image: prepared.image.id },
        ...{ parameter: unit.parameter.name, conf: parameters },
      },
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
      onPlan(count, known) {
        progress.expect(count, known);
        const given = describeParameters(parameters).replace(/^(?=.)/, ": ");
        terminal.note(`${count} of ${units.length} to run, ${parallel} at once${given}`);
      },
      onChange: (entry, counts) => {
        progress.take(entry, counts);
      },
      onStop: () => {
        process.kill(process.pid, "SIGTERM"); // as if it came from outside
      },
      onLog: (run, log, result) => {
        progress.remember(run, log, result);
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

async function refuseMissing(engine: Engine, network: string | undefined): Promise<void> {
  if (network === undefined || (await engine.hasNetwork(network))) return;
  throw new CliError("usage", `The engine has no network ${network}.`, {
    remedy: "Start the services first; docker network ls shows their network.",
  });
}

function refuse(what: string, begun: Exclude<BegunBackfill, { readonly kind: "begun" }>): never {
  if (begun.kind === "taken")
    throw new CliError("file", `A backfill of ${what} runs already: ${processText(begun)}.`, {
      remedy: `Wait for it, or stop it: pipenb backfill --cancel ${what}`,
      exitCode: exitCode.transient,
    });
  const { on, machine, runtime, units } = begun;
  const where = `${on}${machine === undefined ? "" : ` of ${machine}`}${runtime === undefined ? "" : ` with ${runtime}`}`;
  const withOptions = `with --on ${on}${runtime === undefined ? "" : ` --runtime ${runtime}`}`;
  const there = machine === undefined ? withOptions : `on ${machine}`;
  throw new CliError("file", `${units.length} of the units may still run on ${where}: ${units[0] ?? ""}.`, {
    remedy: `Let them end there first (the same command ${there}), or stop them there: pipenb backfill --cancel ${what}. Where it is gone for good: --only lost starts them anew.`,
    exitCode: exitCode.transient,
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
