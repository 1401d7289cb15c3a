/** All trials of a verification, one after the other, and what is said of them. */
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import type { ImageSummary } from "../../containers/engine/engine.ts";
import { duration } from "../../containers/figures/duration.ts";
import { newCell } from "../../notebook/format/new-cell.ts";
import { writeNotebook } from "../../notebook/format/write.ts";
import type { Files } from "../../pipeline/proof/compare-files.ts";
import { conditions, type Condition } from "../../pipeline/proof/conditions.ts";
import {
  findingOf,
  freshAndUsedKernel,
  lostFiles,
  mutatedInputs,
  notebookAndImage,
  ofCondition,
  unsteadyFiles,
  type Finding,
  type Trial,
} from "../../pipeline/proof/findings.ts";
import { findingLines, verdict, type Verification } from "../../pipeline/proof/report.ts";
import type { OpenNotebook } from "../notebook/open-notebook.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { filesIn, imageTrials, mountsOf, notebookTrial, type Pipeline } from "./trials.ts";
import { makeWorld, readFiles, type World } from "./world.ts";

/**
 * Compares the notebook with its image, which is built under a name of its own and goes again, and tells what was found.
 * @param buildAs builds the image under that name
 */
export async function verifyBuilt(
  pipeline: Omit<Pipeline, "image" | "rootless">,
  buildAs: (tag: string) => Promise<ImageSummary>,
  terminal: Terminal,
): Promise<Verification> {
  const { engine } = pipeline;
  const tag = `pipenb-verify:${randomBytes(6).toString("hex")}`;
  const { id: image } = await buildAs(tag);
  try {
    const started = performance.now();
    const { rootless } = await engine.info();
    const verification = await new Verifier({ ...pipeline, image, rootless }, terminal).verify();
    tell(verification, terminal, performance.now() - started);
    return verification;
  } finally {
    await engine.removeImage(tag);
  }
}

function tell(verification: Verification, terminal: Terminal, milliseconds: number): void {
  terminal.done();
  const { colors } = terminal;
  for (const finding of verification.findings) {
    const [sentence = "", ...rest] = findingLines(finding);
    terminal.complain(colors.red(`✗ ${sentence}`));
    for (const line of rest) terminal.complain(`    ${line}`);
  }
  const text = `${verdict(verification)} ${duration(milliseconds)}`;
  if (terminal.json) terminal.event({ type: "verification", ...verification });
  else if (verification.findings.length === 0) terminal.out(`${colors.green("✓")} ${text}\n`);
  else terminal.complain(text);
}

class Verifier {
  readonly #pipeline: Pipeline;
  readonly #terminal: Terminal;
  readonly #clock = Date.now();
  readonly #findings: Finding[] = [];
  readonly #trials: { readonly name: string }[] = [];

  constructor(pipeline: Pipeline, terminal: Terminal) {
    this.#pipeline = pipeline;
    this.#terminal = terminal;
  }

  async verify(): Promise<Verification> {
    const { open, args } = this.#pipeline;
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
    this.#add(...mutatedInputs(before, first));
    const outside = { files: kernel.after, trace: first.trace };
    this.#add(...mutatedInputs(kernel.before, outside), ...lostFiles(kernel.before, outside));
    const unsteady = unsteadyFiles(this.#findings);
    if (fresh.exitCode === 0 || first.exitCode === 0)
      this.#add(findingOf(notebookAndImage, fresh, first, unsteady));
    if (fresh.exitCode === 0) {
      const used = await this.#inKernel("in a kernel that has run the cells before", twice(open));
      this.#add(findingOf(freshAndUsedKernel, fresh, used.trial, unsteady));
    }
    return {
      notebook: open.shown,
      args,
      trials: this.#trials,
      findings: this.#findings,
      files: first.files.size,
    };
  }

  /** One condition after the other. */
  async #vary(first: Trial): Promise<void> {
    for (const condition of conditions) {
      const trial = await this.#inImage(condition.doing, condition);
      const again = this.#findings.find(({ about }) => about === "again");
      const unsteady = unsteadyFiles(again === undefined ? [] : [again]);
      this.#add(findingOf(ofCondition(condition), first, trial, unsteady));
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
    { notebook }: OpenNotebook,
  ): Promise<{ readonly trial: Trial; readonly before: Files; readonly after: Files }> {
    this.#say(name);
    return this.#inWorld(async (world) => {
      if (notebook !== this.#pipeline.open.notebook)
        await writeFile(world.notebookPath, writeNotebook(notebook));
      const before = await readFiles(world.folder, [world.folder]);
      const trial = await notebookTrial(this.#pipeline, world);
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
    this.#trials.push({ name });
    this.#terminal.status(`running it ${name} (${this.#trials.length} of ${conditions.length + 3})`);
  }

  #add(...findings: readonly (Finding | undefined)[]): void {
    for (const finding of findings) if (finding !== undefined) this.#findings.push(finding);
  }
}

/** The cells again behind themselves, as in a session in which each has run before. */
function twice(open: OpenNotebook): OpenNotebook {
  const { notebook } = open;
  const again = notebook.cells
    .filter(({ kind }) => kind === "code")
    .map(({ kind, text, attributes }) => newCell({ kind, text, attributes }));
  return { ...open, notebook: { ...notebook, cells: [...notebook.cells, ...again] } };
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
