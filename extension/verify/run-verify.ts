/** "Verify…": asks for the parameters, runs the notebook and its image as `pipenb verify` does, and shows what differs. */
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import * as z from "zod";
import type { Settled } from "../../app/verify/settle-arguments.ts";
import type { BuildEvent } from "../../containers/engine/engine.ts";
import { duration } from "../../containers/figures/duration.ts";
import { secretName } from "../../notebook/parameters/option-names.ts";
import { parseArguments } from "../../notebook/parameters/parse-arguments.ts";
import { runArguments } from "../../notebook/parameters/run-arguments.ts";
import { findingLines, verdict, type Verification } from "../../pipeline/proof/report.ts";
import { parameterFiles } from "../../pipeline/runner/parameter-files.ts";
import { tellBuild } from "../commands/build-image.ts";
import { connectedEngine } from "../commands/connected-engine.ts";
import { editedNotebook, type EditedNotebook } from "../commands/edited-notebook.ts";
import { askSteps } from "../commands/form/ask-steps.ts";
import { gather } from "../commands/gather.ts";
import { lastValues, rememberValues, type Values } from "../commands/last-values.ts";
import type { CommandServices, NotebookWork } from "../commands/notebook-command.ts";
import { notebookCommand } from "../commands/notebook-command.ts";
import { withProgress, type Report } from "../commands/with-progress.ts";
import { CommandError } from "../failures/command-error.ts";
import { VerifiedCells, cellsNow } from "./verified-cells.ts";
import { readVerifyAnswers, verifySteps } from "./verify-form.ts";
import { VerifyReports } from "./verify-reports.ts";

/** What a caller may say instead of being asked: texts of parameters. */
const GivenSchema = z
  .object({ values: z.record(z.string(), z.string()).optional(), stdout: z.boolean().default(false) })
  .default({ stdout: false });

/** The command, its marks in cells and its pages. */
export function registerVerify(services: CommandServices): vscode.Disposable {
  const marks = new VerifiedCells();
  const reports = new VerifyReports();
  /** Gives how it ended in a sentence; undefined when the user changed their mind. */
  const work: NotebookWork = async (document, _, given) => {
    const edited = await editedNotebook(document);
    const { values, stdout } = GivenSchema.parse(given);
    const answers = values === undefined ? await ask(edited, services) : { values, stdout };
    if (answers === undefined) return undefined;
    marks.clear(document);
    const then = cellsNow(document);
    const verification = await verify(edited, answers, services);
    const report = reports.set(edited.uri, `Verification of ${edited.title}`, verification);
    marks.show(verification.findings, then, report);
    const said = `${edited.title}: ${verdict(verification)}`;
    void sayOutcome(said, verification, () => {
      reports.show(edited.uri.toString());
    });
    return said;
  };
  return vscode.Disposable.from(marks, reports, notebookCommand("pipenb.verify", services, work));
}

type Answers = ReturnType<typeof readVerifyAnswers>;

/** Values that each run finds in a secret are not asked for. */
async function ask(
  { uri, title, notebook, parameters }: EditedNotebook,
  { memory }: CommandServices,
): Promise<Answers | undefined> {
  const { secrets } = notebook.frontMatter;
  const asked = parameters.filter(({ name }) => !secrets.includes(secretName(name)));
  const last = lastValues(uri, memory);
  const texts = await askSteps(`Verify ${title}`, verifySteps(asked, last));
  if (texts === undefined) return undefined;
  await rememberValues(uri, { ...last, ...texts }, memory);
  return readVerifyAnswers(texts);
}

function verify(
  edited: EditedNotebook,
  { values, stdout }: Answers,
  services: CommandServices,
): Promise<Verification> {
  const { output, log, folder } = services;
  output.clear();
  return withProgress(`Verifying ${edited.title}`, async (report, signal) => {
    report("looking for the container engine");
    const { verifyBuilt } = await import("../../app/verify/verify-pipeline.ts");
    const { args, env } = await settled(edited, values);
    const engine = await connectedEngine(signal);
    report("locking npm packages and reading files");
    const files = await gather(edited, services, { signal, verb: "Verify" });
    const { buildImage } = await import("../../app/image/build-image.ts");
    const programs = vscode.Uri.joinPath(folder, "dist").fsPath;
    const onEvent = (event: BuildEvent): void => {
      tellBuild(event, inFirst(report), output);
    };
    const verification = await verifyBuilt(
      {
        open: { ...edited, shown: vscode.workspace.asRelativePath(edited.uri) },
        args,
        engine,
        // This process is Electron's, where it is not a server's.
        env: { ...env, ELECTRON_RUN_AS_NODE: "1" },
        stdout,
        programs: {
          preload: join(programs, "proof", "preload.mjs"),
          pipenb: [process.execPath, join(programs, "extension", "pipenb-run.mjs")],
        },
        signal,
      },
      (tag) => buildImage(engine, edited, { files, tag, env: process.env, onEvent, signal }),
      (name, number, of) => {
        report(
          `running it ${name} (${number} of ${of})`,
          buildShare + (1 - buildShare) * ((number - 1) / of),
        );
        output.appendLine(`running it ${name} (${number} of ${of})`);
      },
    );
    tell(verification, output);
    log.info(`${edited.path}: ${verdict(verification)}`);
    return verification;
  });
}

/** How much of the work is the build, about. */
const buildShare = 0.1;

const inFirst =
  (report: Report): Report =>
  (message, done) => {
    report(message, done === undefined ? undefined : done * buildShare);
  };

/** The words behind the notebook, and an environment that says nothing else of the parameters. */
async function settled({ path, notebook, parameters }: EditedNotebook, values: Values): Promise<Settled> {
  const { settleArguments } = await import("../../app/verify/settle-arguments.ts");
  const { secrets } = notebook.frontMatter;
  const files = parameterFiles({ env: process.env, folder: dirname(path), secrets });
  const parsed = parseArguments(parameters, runArguments(parameters, values), process.env, files);
  if (parsed.kind === "problems") throw new CommandError("notebook", parsed.problems.join("\n"));
  const given = parsed.kind === "values" ? parsed : { values: {}, fromFiles: [] };
  return settleArguments(parameters, given, process.env);
}

function tell(verification: Verification, output: vscode.OutputChannel): void {
  for (const finding of verification.findings) {
    const [sentence = "", ...rest] = findingLines(finding);
    output.appendLine(`✗ ${sentence}`);
    for (const line of rest) output.appendLine(`    ${line}`);
  }
  for (const note of verification.notes) output.appendLine(note);
  output.appendLine(`${verdict(verification)} ${duration(verification.milliseconds)}`);
}

async function sayOutcome(said: string, { findings }: Verification, show: () => void): Promise<void> {
  const button = "Show Report";
  const say = findings.length === 0 ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  if ((await say(said, button)) === button) show();
}
