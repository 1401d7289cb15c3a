/** `pipenb verify`: runs the notebook and its image with the same arguments, and the image again with one condition changed at a time. */
import { buildImage } from "../../app/image/build-image.ts";
import { settleArguments } from "../../app/verify/settle-arguments.ts";
import { requireEngine } from "../../containers/engine/connect.ts";
import { reportPage } from "../../pipeline/proof/report-page.ts";
import { exitCode } from "../cli-error.ts";
import { gatherExport } from "../export/gather-export.ts";
import { mayWrite, writeOutput, type OutputRequest } from "../files/output-file.ts";
import { openNotebook } from "../notebook/open-notebook.ts";
import { pipelineValues } from "../notebook/pipeline-values.ts";
import { stoppable } from "../run/stoppable.ts";
import { showProgress } from "../terminal/show-progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { verifyAndTell } from "./verify-and-tell.ts";

export interface VerifyRequest {
  readonly path: string;
  readonly args: readonly string[];
  /** Where the report's page is written. */
  readonly report: string | undefined;
  readonly force: boolean;
  /** Whether what is printed is compared too. */
  readonly stdout: boolean;
}

/** Gives 0 where nothing was found. */
export function verifyNotebook(
  { path, args, report, force, stdout }: VerifyRequest,
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
    const verification = await verifyAndTell(
      { open, engine, stdout, signal, ...settled },
      (tag) => buildImage(engine, open, { files, tag, env, onEvent, signal }),
      terminal,
    );
    if (out !== undefined) await writeOutput(out, reportPage(verification), terminal);
    return verification.findings.length === 0 ? exitCode.ok : exitCode.failed;
  });
}

const isReport = (text: string): boolean => text.includes('<meta name="generator" content="pipenb verify">');
