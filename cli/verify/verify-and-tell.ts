/** A verification on the command line: what is tried while it goes, what was found in the end. */
import { join } from "node:path";
import type { Pipeline, Programs } from "../../app/verify/pipeline.ts";
import { verifyBuilt } from "../../app/verify/verify-pipeline.ts";
import type { ImageSummary } from "../../containers/engine/engine.ts";
import { duration } from "../../containers/figures/duration.ts";
import { findingLines, verdict, type Verification } from "../../pipeline/proof/report.ts";
import { programsFolder } from "../places.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Verifies a pipeline whose image `buildAs` builds under a name. */
export async function verifyAndTell(
  pipeline: Omit<Pipeline, "image" | "rootless" | "programs">,
  buildAs: (tag: string) => Promise<ImageSummary>,
  terminal: Terminal,
): Promise<Verification> {
  const programs: Programs = {
    preload: join(programsFolder(), "proof", "preload.mjs"),
    pipenb: [process.execPath, ...process.execArgv, process.argv[1] ?? ""],
  };
  const verification = await verifyBuilt({ ...pipeline, programs }, buildAs, (name, number, of) => {
    terminal.status(`running it ${name} (${number} of ${of})`);
  });
  tell(verification, terminal);
  return verification;
}

function tell(verification: Verification, terminal: Terminal): void {
  terminal.done();
  const { colors } = terminal;
  for (const finding of verification.findings) {
    const [sentence = "", ...rest] = findingLines(finding);
    terminal.complain(colors.red(`✗ ${sentence}`));
    for (const line of rest) terminal.complain(`    ${line}`);
  }
  for (const note of verification.notes) terminal.note(note);
  const text = `${verdict(verification)} ${duration(verification.milliseconds)}`;
  if (terminal.json) terminal.event({ type: "verification", ...verification });
  else if (verification.findings.length === 0) terminal.out(`${colors.green("✓")} ${text}\n`);
  else terminal.complain(text);
}
