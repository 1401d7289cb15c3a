/** Runs a pipeline's image in a world, and tells what it did. */
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, posix, relative, sep } from "node:path";
import * as z from "zod";
import type { Mount } from "../../containers/engine/engine.ts";
import { limitsOf } from "../../containers/figures/limits.ts";
import { workFolder } from "../../containers/hosts/container/front-matter-mounts.ts";
import { parsedJson } from "../../notebook/parsed-json.ts";
import type { Files } from "../../pipeline/proof/compare-files.ts";
import {
  plainEnvironment,
  type Conditions,
  type Held,
  type TraceLine,
} from "../../pipeline/proof/conditions.ts";
import { standardOutput, type Trial } from "../../pipeline/proof/findings.ts";
import { runImage } from "../image/run-image.ts";
import { runMounts } from "../image/run-mounts.ts";
import { withServices } from "../image/with-services.ts";
import type { Pipeline } from "./pipeline.ts";
import { serviceFiles } from "./service-files.ts";
import { readFiles, type World } from "./world.ts";

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
      return { ...trial, files: new Map([...trial.files, ...serviceFiles(await results(), trial.exitCode)]) };
    }),
  );
}

async function imageTrial(
  pipeline: Pipeline,
  world: World,
  network: string | undefined,
  { conditions, environment }: ImageConditions,
): Promise<Trial> {
  const { open, args, engine, image, stdout, programs, signal } = pipeline;
  const { mounts, user, writable } = await mountsOf(pipeline, world);
  const proof = join(world.beside, "proof");
  await rm(proof, { recursive: true, force: true });
  await mkdir(proof);
  await copyFile(programs.preload, join(proof, "preload.mjs"));
  await writeFile(join(proof, "trace"), "");
  await chmod(join(proof, "trace"), 0o666);
  const told: Conditions = {
    ...conditions,
    trace: `${proofFolder}/trace`,
    prints: stdout,
    watched: [workFolder, ...writable.map(({ target }) => target).filter(isOutsideWork)],
  };
  let log = "";
  const printed: Uint8Array[] = [];
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
      OPENLINEAGE_DISABLED: "true",
    },
    ...(network === undefined ? {} : { network }),
    onOutput: (stream, chunk) => {
      if (stream === "stderr") log += Buffer.from(chunk).toString("utf8");
      else if (stdout) printed.push(chunk);
    },
    signal,
  });
  signal.throwIfAborted();
  const files = await filesIn(world, writable);
  return {
    exitCode,
    files: stdout ? new Map([...files, [standardOutput, Buffer.concat(printed)]]) : files,
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
    if (read.type !== "write") return [read];
    const mount = mounts.find(({ target }) => !posix.relative(target, read.path).startsWith(".."));
    // What is not mounted lies in the notebook's folder where the notebook is run.
    if (mount === undefined) return [{ ...read, path: posix.relative(workFolder, read.path) }];
    const path = join(mount.source, posix.relative(mount.target, read.path));
    return [{ ...read, path: relative(folder, path).split(sep).join("/") }];
  });
}

const isOutsideWork = (path: string): boolean => posix.relative(workFolder, path).startsWith("..");
