/** Runs a pipeline once, as a notebook or as its image, and tells what it did. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, posix, relative, sep } from "node:path";
import * as z from "zod";
import { runImage } from "../../app/image/run-image.ts";
import { runMounts } from "../../app/image/run-mounts.ts";
import { withServices } from "../../app/image/with-services.ts";
import type { Engine, Mount } from "../../containers/engine/engine.ts";
import { workFolder } from "../../containers/hosts/container/front-matter-mounts.ts";
import { limitsOf } from "../../containers/figures/limits.ts";
import type { ServiceResult } from "../../containers/services/service-results.ts";
import type { Files } from "../../pipeline/proof/compare-files.ts";
import {
  plainEnvironment,
  type Conditions,
  type Held,
  type TraceLine,
} from "../../pipeline/proof/conditions.ts";
import type { Trial } from "../../pipeline/proof/findings.ts";
import { CliError } from "../cli-error.ts";
import type { OpenNotebook } from "../notebook/open-notebook.ts";
import { programsFolder } from "../places.ts";
import { readFiles, type World } from "./world.ts";
import { parsedJson } from "../../notebook/parsed-json.ts";

/** What every trial is of. */
export interface Pipeline {
  readonly open: OpenNotebook;
  readonly args: readonly string[];
  readonly engine: Engine;
  readonly image: string;
  readonly rootless: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** What a run of the image is told, but for what the trial itself decides. */
interface ImageConditions {
  readonly conditions: Held;
  readonly environment: Readonly<Record<string, string>>;
}

/** Where a container finds what belongs to the trial. */
const proofFolder = "/run/pipenb-proof";

/** What a run sees of the world, and what of that it may write to. */
export async function mountsOf(
  { open, rootless, env }: Pipeline,
  { notebookPath }: World,
): Promise<Awaited<ReturnType<typeof runMounts>> & { readonly writable: readonly Mount[] }> {
  const { frontMatter } = open.notebook;
  const seen = await runMounts({ folder: dirname(notebookPath), frontMatter, rootless, env });
  return { ...seen, writable: seen.mounts.filter(({ readOnly }) => !readOnly) };
}

/** The files that are in these mounts. */
export function filesIn({ folder }: World, mounts: readonly Mount[]): Promise<Files> {
  return readFiles(
    folder,
    mounts.map(({ source }) => source),
  );
}

/** Runs the image in the world, on its network. */
export type RunInWorld = (conditions: ImageConditions) => Promise<Trial>;

/**
 * Lets the image run in the world once or several times, beside fresh services, which go with the work.
 * @param offline nothing but the services is to be reached
 */
export async function imageTrials<Result>(
  pipeline: Pipeline,
  world: World,
  offline: boolean,
  work: (run: RunInWorld) => Promise<Result>,
): Promise<Result> {
  const { engine, image, open, signal } = pipeline;
  const { services } = open.notebook.frontMatter;
  const { mounts } = await mountsOf(pipeline, world);
  const wanted = { image, notebookPath: open.path, services, mounts, fresh: true, offline, signal };
  return withServices(engine, wanted, ({ network, results }) =>
    work(async (conditions) => {
      const trial = await imageTrial(pipeline, world, network, conditions);
      return { ...trial, files: new Map([...trial.files, ...filesOf(await results(), trial.exitCode)]) };
    }),
  );
}

/** As files, by which they are compared as results are. Throws a `CliError` where a command fails, but not of a run that failed itself. */
function filesOf(results: readonly ServiceResult[], runEndedWith: number): Files {
  return new Map(
    results.map(({ name, command, exitCode, output }) => {
      if (exitCode !== 0 && runEndedWith === 0)
        throw new CliError(
          "notebook",
          `The verify command of the service "${name}" fails: ${output.trim()}`,
          {
            remedy: `It ended with ${exitCode}. It runs by /bin/sh in the service's container when the pipeline has ended.`,
          },
        );
      const extension = /csv/i.test(command) ? "csv" : "txt";
      return [`services/${name}.${extension}`, Buffer.from(output)];
    }),
  );
}

async function imageTrial(
  pipeline: Pipeline,
  world: World,
  network: string | undefined,
  { conditions, environment }: ImageConditions,
): Promise<Trial> {
  const { open, args, engine, image, signal } = pipeline;
  const { mounts, user, writable } = await mountsOf(pipeline, world);
  const proof = join(world.beside, "proof");
  await rm(proof, { recursive: true, force: true });
  await mkdir(proof);
  await copyFile(join(programsFolder(), "proof", "preload.mjs"), join(proof, "preload.mjs"));
  await writeFile(join(proof, "trace"), "");
  await chmod(join(proof, "trace"), 0o666);
  const told: Conditions = {
    ...conditions,
    trace: `${proofFolder}/trace`,
    watched: [workFolder, ...writable.map(({ target }) => target).filter(isOutsideWork)],
  };
  let log = "";
  const exitCode = await runImage(engine, {
    image,
    args,
    mounts: [...mounts, { kind: "bind", source: proof, target: proofFolder, readOnly: false }],
    user,
    limits: limitsOf(open.notebook.frontMatter),
    environment: {
      ...plainEnvironment,
      ...environment,
      NODE_OPTIONS: `--import=${proofFolder}/preload.mjs`,
      PIPENB_CONDITIONS: JSON.stringify(told),
      PIPENB_LOG: "json",
      PIPENB_MANIFEST: "no",
    },
    ...(network === undefined ? {} : { network }),
    onOutput: (stream, chunk) => {
      if (stream === "stderr") log += Buffer.from(chunk).toString("utf8");
    },
    signal,
  });
  return {
    exitCode,
    files: await filesIn(world, writable),
    failure: exitCode === 0 ? undefined : failureIn(log),
    trace: traceOf(await readFile(join(proof, "trace"), "utf8"), writable, world.folder),
  };
}

const LogSchema = z.looseObject({
  event: z.literal("error"),
  cell: z.string().nullable(),
  message: z.string(),
});

/** The last error of the pipeline's log, or its last words where there is none. */
function failureIn(log: string): Trial["failure"] {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  const errors = lines.flatMap((line) => LogSchema.safeParse(parsedJson(line)).data ?? []);
  const error = errors.at(-1);
  return error === undefined
    ? { cell: undefined, message: lines.at(-1) ?? "" }
    : { cell: error.cell ?? undefined, message: error.message };
}

/** With the paths that files have in the world. */
function traceOf(text: string, mounts: readonly Mount[], folder: string): readonly TraceLine[] {
  return text.split("\n").flatMap((line): TraceLine[] => {
    if (line === "") return [];
    // SAFETY: written by the preloaded module, of the same program.
    const read = JSON.parse(line) as TraceLine;
    if (read.type === "look") return [read];
    const mount = mounts.find(({ target }) => !posix.relative(target, read.path).startsWith(".."));
    // What is not mounted lies in the notebook's folder where the notebook is run.
    if (mount === undefined) return [{ ...read, path: posix.relative(workFolder, read.path) }];
    const path = join(mount.source, posix.relative(mount.target, read.path));
    return [{ ...read, path: relative(folder, path).split(sep).join("/") }];
  });
}

const isOutsideWork = (path: string): boolean => posix.relative(workFolder, path).startsWith("..");

const EventSchema = z.discriminatedUnion("type", [
  z.looseObject({
    type: z.literal("error"),
    cell: z.string().optional(),
    name: z.string(),
    message: z.string(),
  }),
  z.looseObject({ type: z.literal("failed"), message: z.string() }),
  z.looseObject({
    type: z.literal("service"),
    name: z.string(),
    command: z.string(),
    exitCode: z.number(),
    output: z.string(),
  }),
]);
type RunEvent = z.infer<typeof EventSchema>;

/** Runs the notebook as `pipenb run` does, in a container and a kernel of its own. */
export async function notebookTrial(pipeline: Pipeline, world: World): Promise<Trial> {
  const { args, env, signal } = pipeline;
  const own = process.argv[1] ?? "";
  const words = ["run", "--runtime", "container", "--fresh", "--json", world.notebookPath, ...args];
  const child = spawn(process.execPath, [...process.execArgv, own, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...env, NO_COLOR: "1" },
    signal,
    killSignal: "SIGTERM",
  });
  child.on("error", () => undefined); // by the signal, which the caller has heard itself
  let output = "";
  let complaints = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
  await once(child, "close");
  signal.throwIfAborted();
  const { writable } = await mountsOf(pipeline, world);
  const exitCode = child.exitCode ?? 1;
  const events = output.split("\n").flatMap((line) => EventSchema.safeParse(parsedJson(line)).data ?? []);
  const services = events.filter((event) => event.type === "service");
  return {
    exitCode,
    files: new Map([...(await filesIn(world, writable)), ...filesOf(services, exitCode)]),
    failure: exitCode === 0 ? undefined : failureOf(events, complaints),
    trace: [],
  };
}

function failureOf(events: readonly RunEvent[], complaints: string): Trial["failure"] {
  const event = events.find((each) => each.type !== "service");
  if (event === undefined) return { cell: undefined, message: complaints.trim().split("\n").at(-1) ?? "" };
  if (event.type === "failed") return { cell: undefined, message: event.message };
  return { cell: event.cell, message: `${event.name}: ${event.message}` };
}
