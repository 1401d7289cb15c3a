/** `pipenb verify`: runs the notebook and its image with the same arguments, and the image again with one condition changed at a time. */
import { buildImage } from "../../app/image/build-image.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import { reportPage } from "../../pipeline/proof/report.ts";
import { exitCode } from "../cli-error.ts";
import { gatherExport } from "../export/gather-export.ts";
import { mayWrite, writeOutput, type OutputRequest } from "../files/output-file.ts";
import { openNotebook } from "../notebook/open-notebook.ts";
import { pipelineValues } from "../notebook/pipeline-values.ts";
import { stoppable } from "../run/stoppable.ts";
import { showProgress } from "../terminal/show-progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { settleArguments } from "./settle-arguments.ts";
import { verifyBuilt } from "./verify-pipeline.ts";

export interface VerifyRequest {
  readonly path: string;
  readonly args: readonly string[];
  /** Where the report's page is written. */
  readonly report: string | undefined;
  readonly force: boolean;
}

/** Gives 0 where nothing was found. */
export function verifyNotebook(
  { path, args, report, force }: VerifyRequest,
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  return stoppable(terminal, async ({ signal }) => {
    const open = await openNotebook(path);
    const parsed = pipelineValues(open, args, env);
    if (parsed.kind === "help") {
      terminal.out(`${parsed.text.trimEnd()}\n`);
      return exitCode.ok;
    }
    const out: OutputRequest | undefined =
      report === undefined ? undefined : { path: report, force, never: open.path, isOurs: isReport };
    if (out !== undefined) await mayWrite(out);
    const settled = settleArguments(open.parameters, parsed, env);
    const engine = await requireEngine({ env, signal });
    const files = await gatherExport(open, { ignoreTypeErrors: false, terminal, signal });
    const onEvent = showProgress(terminal);
    const verification = await verifyBuilt(
      { open, engine, signal, ...settled },
      (tag) => buildImage(engine, open, { files, tag, env, onEvent, signal }),
      terminal,
    );
    if (out !== undefined) await writeOutput(out, reportPage(verification), terminal);
    return verification.findings.length === 0 ? exitCode.ok : exitCode.failed;
  });
}

const isReport = (text: string): boolean => text.includes('<meta name="generator" content="pipenb verify">');
