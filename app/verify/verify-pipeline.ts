/** All trials of a verification, one after the other, and what is said of them. */
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import type { ImageSummary } from "../../containers/engine/engine.ts";
import { newCell } from "../../notebook/format/new-cell.ts";
import type { Cell } from "../../notebook/model.ts";
import { writeNotebook } from "../../notebook/format/write.ts";
import type { Files } from "../../pipeline/proof/compare-files.ts";
import { conditions, type Condition } from "../../pipeline/proof/conditions.ts";
import {
  compareTrials,
  freshAndUsedKernel,
  lostFiles,
  mutatedInputs,
  notebookAndImage,
  ofCondition,
  standardOutput,
  unsteadyFiles,
  type Comparison,
  type Finding,
  type Trial,
} from "../../pipeline/proof/findings.ts";
import { sameTableNote, type Verification } from "../../pipeline/proof/report.ts";
import { filesIn, imageTrials, mountsOf } from "./image-trials.ts";
import { notebookTrial } from "./notebook-trial.ts";
import type { Pipeline, ShownNotebook } from "./pipeline.ts";
import { makeWorld, readFiles, type World } from "./world.ts";

/** Hears what is tried now, such as "in another time zone", and its number of how many. */
export type HearTrial = (name: string, number: number, of: number) => void;

/**
 * Compares the notebook with its image, which is built under a name of its own and goes again, and gives what was found. Rejects with
 * a `VerifyError`, and as the signal says once everything is stopped.
 * @param buildAs builds the image under that name
 */
export async function verifyBuilt(
  pipeline: Omit<Pipeline, "image" | "rootless">,
  buildAs: (tag: string) => Promise<ImageSummary>,
  hear: HearTrial,
): Promise<Verification> {
  const { engine } = pipeline;
  const tag = `pipenb-verify:${randomBytes(6).toString("hex")}`;
  const { id: image } = await buildAs(tag);
  try {
    const { rootless } = await engine.info();
    return await new Verifier({ ...pipeline, image, rootless }, hear).verify();
  } finally {
    await engine.removeImage(tag);
  }
}

class Verifier {
  readonly #pipeline: Pipeline;
  readonly #hear: HearTrial;
  readonly #clock = Date.now();
  readonly #started = performance.now();
  readonly #findings: Finding[] = [];
  readonly #sameTables = new Set<string>();
  readonly #trials: { readonly name: string }[] = [];

  constructor(pipeline: Pipeline, hear: HearTrial) {
    this.#pipeline = pipeline;
    this.#hear = hear;
  }

  async verify(): Promise<Verification> {
    const { open, args, stdout } = this.#pipeline;
    const kernel = await this.#inKernel("in a fresh kernel", open);
    const before = await this.#inWorld(async (world) => {
      const { writable } = await mountsOf(this.#pipeline, world);
      return filesIn(world, writable);
    });
    const first = await this.#inImage("in the image");
    // Which cell wrote a file is seen in the image alone.
    const fresh = { ...kernel.trial, trace: first.trace };
    if (fresh.exitCode !== 0 && first.exitCode !== 0) this.#add(failure(first));
    if (fresh.exitCode === 0 && first.exitCode === 0) await this.#vary(first);
    this.#add(...(await mutatedInputs(before, first)));
    const outside = { files: kernel.after, trace: first.trace };
    this.#add(...(await mutatedInputs(kernel.before, outside)), ...lostFiles(kernel.before, outside));
    const unsteady = unsteadyFiles(this.#findings);
    if (fresh.exitCode === 0 || first.exitCode === 0)
      await this.#compare(notebookAndImage, fresh, first, unsteady);
    if (fresh.exitCode === 0) {
      const again = runAgain(open);
      const name = "in a kernel that has run the cells before";
      const used = await this.#inKernel(name, withCells(open, again), again.length);
      await this.#compare(freshAndUsedKernel, fresh, used.trial, unsteady);
    }
    return {
      notebook: open.shown,
      args,
      trials: this.#trials,
      findings: this.#findings,
      files: [...first.files.keys()].filter((path) => path !== standardOutput).length,
      stdout,
      notes: [...this.#sameTables].sort().map(sameTableNote),
      milliseconds: Math.round(performance.now() - this.#started),
    };
  }

  async #compare(
    comparison: Comparison,
    first: Trial,
    trial: Trial,
    unsteady: ReadonlySet<string>,
  ): Promise<void> {
    const { finding, sameTables } = await compareTrials(comparison, first, trial, unsteady);
    this.#add(finding);
    for (const path of sameTables) this.#sameTables.add(path);
  }

  /** One condition after the other. */
  async #vary(first: Trial): Promise<void> {
    for (const condition of conditions) {
      const trial = await this.#inImage(condition.doing, condition);
      const again = this.#findings.find(({ about }) => about === "again");
      const unsteady = unsteadyFiles(again === undefined ? [] : [again]);
      await this.#compare(ofCondition(condition), first, trial, unsteady);
    }
  }

  async #inImage(name: string, condition?: Condition): Promise<Trial> {
    this.#say(name);
    const from = { clock: this.#clock, seed: 1, cpus: 4, order: "ascending", machine: "pipenb" } as const;
    const told = {
      conditions: { ...from, ...condition?.change(from) },
      environment: condition?.environment ?? {},
    };
    const { offline = false, over = false } = condition ?? {};
    return this.#inWorld((world) =>
      imageTrials(this.#pipeline, world, offline, async (run) => {
        // What the run before left is what this one has left: nothing else differs.
        if (over) await run({ conditions: from, environment: {} });
        return run(told);
      }),
    );
  }

  /** Runs the cells in a kernel of their own; gives too what lay outside of the mounts, before and after. */
  async #inKernel(
    name: string,
    open: ShownNotebook,
    last?: number,
  ): Promise<{ readonly trial: Trial; readonly before: Files; readonly after: Files }> {
    this.#say(name);
    return this.#inWorld(async (world) => {
      if (open !== this.#pipeline.open) await writeFile(world.notebookPath, writeNotebook(open.notebook));
      const before = await readFiles(world.folder, [world.folder]);
      const trial = await notebookTrial(this.#pipeline, world, last);
      const after = await readFiles(world.folder, [world.folder]);
      return { trial, before: unmounted(before, trial.files), after: unmounted(after, trial.files) };
    });
  }

  async #inWorld<Result>(work: (world: World) => Promise<Result>): Promise<Result> {
    const world = await makeWorld(this.#pipeline.open);
    try {
      return await work(world);
    } finally {
      await world.remove();
    }
  }

  #say(name: string): void {
    this.#pipeline.signal.throwIfAborted();
    this.#trials.push({ name });
    this.#hear(name, this.#trials.length, conditions.length + 3);
  }

  #add(...findings: readonly (Finding | undefined)[]): void {
    for (const finding of findings) if (finding !== undefined) this.#findings.push(finding);
  }
}

/** The cells that run once more in a session in which each has run before. */
function runAgain({ notebook }: ShownNotebook): readonly Cell[] {
  return notebook.cells
    .filter(({ kind, text }) => kind === "code" && text.trim() !== "")
    .map(({ kind, text, attributes }) => newCell({ kind, text, attributes }));
}

function withCells(open: ShownNotebook, more: readonly Cell[]): ShownNotebook {
  return { ...open, notebook: { ...open.notebook, cells: [...open.notebook.cells, ...more] } };
}

/** What lies outside of the mounts, but for pipenb's own: that is nobody's result. */
function unmounted(files: Files, mounted: Files): Files {
  const isOwn = (path: string): boolean => path.startsWith(".pipenb/") || path.endsWith(".lock.json");
  return new Map([...files].filter(([path]) => !mounted.has(path) && !isOwn(path)));
}

function failure({ exitCode: code, failure: why }: Trial): Finding {
  return {
    about: "failure",
    sentence: `The pipeline fails with exit code ${code}, in the notebook and in the image: ${why?.message ?? ""}`,
    cell: why?.cell,
    looked: [],
    differences: [],
    remedy: "Mend it, or verify a day for which it succeeds: nothing else was tried.",
  };
}
