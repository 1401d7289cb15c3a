/** `pipenb backfill`: runs a pipeline over many units, each once, and keeps a journal of it. */
import { backfillEngine } from "../../app/backfill/backfill-engine.ts";
import { beginBackfill, type BegunBackfill } from "../../app/backfill/begin-backfill.ts";
import { describeParameters, unitWords } from "../../app/backfill/unit-words.ts";
import type { RunningBackfill } from "../../backfill/carry-out.ts";
import { lookIntoJournal } from "../../backfill/journal/journal-file.ts";
import { stateOf, type JournalState } from "../../backfill/journal/read-journal.ts";
import type { EngineName } from "../../backfill/run-engine.ts";
import { versionId, type Version } from "../../backfill/run-key.ts";
import { selectUnits, type Job, type Selection } from "../../backfill/select-units.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import type { UnitParameter } from "../../notebook/units/unit-parameter.ts";
import { signalExitCode } from "../../notebook/program/stop-signals.ts";
import { CliError, exitCode } from "../cli-error.ts";
import { stoppable } from "../run/stoppable.ts";
import type { StopSignals } from "../run/stop-signals.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { placeOf } from "./place-of.ts";
import { Progress } from "./progress.ts";
import { subjectOf, type Subject } from "./subject.ts";
import { calendarText, countStates } from "./unit-signs.ts";
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
}

const usualRetries = 2;
/** After being asked to stop at once; an engine that is away would hold the command for ever. */
const leaveMilliseconds = 30_000;

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
    const given = unitWords(subject.contract.parameters, unit, { units, words });
    if (given.kind === "problems") throw new CliError("usage", given.problems.join("\n"));
    const { parameters, argsOf } = given;
    const prepared = await subject.prepare();
    const version: Version = { image: prepared.image.id, parameters };
    const place = placeOf(what);
    if (request.dryRun) {
      const journal = await lookIntoJournal(place.journal);
      const jobs = selectUnits(units, { journal, version, only: request.only });
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
      argsOf,
      journalId: place.id,
      onNote,
    });
    const { parallel, retries = subject.contract.retries ?? usualRetries, stopAfter, only } = request;
    const order = { units, version, only, place, on, settings: { parallel, retries, stopAfter } };
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
    backfill.stop(true);
    setTimeout(() => {
      backfill.leave();
    }, leaveMilliseconds).unref();
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

interface Outcome {
  readonly what: string;
  readonly units: readonly string[];
  readonly version: Version;
  /** What has gone wrong but for the runs themselves. */
  readonly error: unknown;
  readonly progress: Progress;
  /** The journal's path. */
  readonly journal: string;
}

async function summarize(
  { what, units, version, error, progress, journal }: Outcome,
  terminal: Terminal,
  stopped: number | undefined,
): Promise<number> {
  const { units: known } = await lookIntoJournal(journal);
  const states = new Map(units.map((unit) => [unit, stateOf(known.get(unit), versionId(version))]));
  const counts = countStates(states.values());
  terminal.note(calendarText(states).trimEnd());
  for (const [unit, state] of [...states].filter(([, each]) => each === "failed").slice(0, 10)) {
    terminal.note(terminal.colors.red(`${unit} ${state}, exit code ${known.get(unit)?.code ?? "unknown"}`));
    terminal.note(progress.lastLinesOf(unit));
    terminal.note(`    All of it: pipenb logs ${what} ${unit}`);
  }
  const isDone = [...states.values()].every((state) => state === "done");
  terminal.event({ type: "end", counts, done: isDone });
  terminal.note(isDone ? terminal.colors.green(counts) : terminal.colors.yellow(counts));
  if (error !== undefined) return unwritable(error);
  if (isDone) return exitCode.ok;
  return stopped ?? exitCode.failed;
}

/** A disk that takes nothing, in words; other errors have words of their own. */
function unwritable(error: unknown): never {
  if (error instanceof Error && "syscall" in error)
    throw new CliError("file", `The journal could not be written: ${error.message}.`, {
      remedy:
        "Make room, and start the same command again: what has run is found, and what runs is waited for.",
      cause: error,
    });
  throw error;
}
