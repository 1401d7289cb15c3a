import { buildImage as build } from "../../app/image/build-image.ts";
import type { ImageSummary } from "../../containers/engine/engine.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import { bytes } from "../../containers/figures/bytes.ts";
import { duration } from "../../containers/figures/duration.ts";
import { CliError, exitCode } from "../cli-error.ts";
import type { ImageNames } from "../commands/image-name-options.ts";
import { version } from "../places.ts";
import { openNotebook } from "../notebook/open-notebook.ts";
import { pipelineValues } from "../notebook/pipeline-values.ts";
import { stoppable } from "../run/stoppable.ts";
import { showProgress } from "../terminal/show-progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { gatherExport } from "./gather-export.ts";
import { namesOfGit } from "./names-of-git.ts";
import { mayWriteEvidence, writeEvidence } from "./write-evidence.ts";

export interface BuildRequest {
  readonly path: string;
  readonly names: ImageNames;
  readonly ignoreTypeErrors: boolean;
  /** Gives the image its name only if it gives what the notebook gives. */
  readonly verify: boolean;
  /** Makes the same image whoever builds it. */
  readonly reproducible: boolean;
  /** Files to write what is in the image to, and what it was built from. */
  readonly sbom: string | undefined;
  readonly provenance: string | undefined;
}

/** `pipenb build`: builds the pipeline's image and prints its id; gives the exit code. */
export function buildImage(
  { path, names: given, ignoreTypeErrors, verify, reproducible, ...evidence }: BuildRequest,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  return stoppable(terminal, async ({ signal }) => {
    const started = performance.now();
    const startedOn = new Date();
    await mayWriteEvidence(evidence);
    const open = await openNotebook(path);
    const names = await namesFor(path, given, env);
    const [name] = names;
    const engine = await requireEngine({ env, signal });
    const files = await gatherExport(open, { ignoreTypeErrors, terminal, signal });
    const onEvent = showProgress(terminal);
    const makeAs = (name: string): Promise<ImageSummary> =>
      build(engine, open, { files, tag: name, env, reproducible, onEvent, signal });
    if (verify) {
      const { verifyAndTell } = await import("../verify/verify-and-tell.ts");
      const { settleArguments } = await import("../../app/verify/settle-arguments.ts");
      const values = pipelineValues(open, [], env); // says so where a parameter has no default
      if (values.kind === "help") throw new Error("Nobody has asked for help.");
      const settled = settleArguments(open.parameters, values, env);
      const pipeline = { open, engine, stdout: false, signal, ...settled };
      const { findings } = await verifyAndTell(pipeline, makeAs, terminal);
      if (findings.length > 0) {
        terminal.complain(`${name} is not built.`);
        return exitCode.failed;
      }
    }
    // Every layer is there by now where it was verified.
    const image = await makeAs(name);
    for (const other of names.slice(1)) await engine.tag(image.id, other);
    const times = { started: startedOn, finished: new Date() };
    const done = { source: open, files, image, name, reproducible, ...times, env, version: version() };
    await writeEvidence(engine, done, { ...evidence, terminal, signal });
    const milliseconds = Math.round(performance.now() - started);
    const figures = `${bytes(image.size)}, ${duration(milliseconds)}`;
    terminal.note(`${names.join(", ")} is built (${figures}). Run it: docker run --rm ${name} --help`);
    if (terminal.json)
      terminal.event({ tag: name, tags: names, id: image.id, size: image.size, milliseconds });
    else terminal.out(`${image.id}\n`);
    return exitCode.ok;
  });
}

/** At least one name, or the command ends. */
async function namesFor(
  path: string,
  { tag = [], repository }: ImageNames,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly [string, ...string[]]> {
  const ofGit = repository === undefined ? [] : (await namesOfGit(repository, path, env)).names;
  const [first, ...rest] = [...tag, ...ofGit];
  if (first !== undefined) return [first, ...rest];
  throw new CliError("usage", "The image has no name.", {
    remedy: "Give it one, such as --tag weather:1, or --repository registry.example.com/team/weather.",
  });
}
