/** `pipenb run NOTEBOOK` gives an account of the run as an exported image does. */
import type { About } from "../../pipeline/result/about.ts";
import { RunAccount, wantsAccount } from "../../pipeline/runner/run-account.ts";
import { CliError, exitCode } from "../cli-error.ts";
import type { AskedReport } from "./asked-report.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface Accounted {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The notebook's. */
  readonly folder: string;
  readonly pipeline: Pick<About, "name" | "version" | "unit">;
  /** Whether the notebook asks for a manifest. */
  readonly hasManifest: boolean;
  /** Where somebody wants a report. */
  readonly report: AskedReport | undefined;
}

/** Does the work, with an account where somebody wants one; gives its exit code. `aboutIt` is asked when it is over. */
export async function accounted(
  { terminal, env, folder, pipeline, hasManifest, report }: Accounted,
  aboutIt: () => Promise<About>,
  work: (account: RunAccount | undefined) => Promise<number>,
): Promise<number> {
  if (!hasManifest && report === undefined && !wantsAccount(env)) return work(undefined);
  const print = (line: string): void => {
    terminal.out(line);
  };
  const account = new RunAccount({ env, folder, pipeline, print });
  const close = async (code: number): Promise<number> => {
    if (!account.isRun(code)) return code;
    const closed = await account.close({ exitCode: code, about: await aboutIt() });
    const { exitCode: ended, sentences, result, secrets } = closed;
    const warning = result === undefined ? undefined : await report?.write(result, secrets, terminal);
    for (const sentence of [...sentences, ...(warning === undefined ? [] : [warning])])
      terminal.complain(terminal.colors.yellow(sentence));
    return ended;
  };
  try {
    return await close(await work(account));
  } catch (error) {
    const { message, name } = error instanceof Error ? error : new Error(String(error));
    const isOurs = error instanceof CliError;
    account.hear({ failed: { ...(isOurs ? {} : { name }), message, cell: null, file: null, line: null } });
    await close(isOurs ? error.exitCode : exitCode.failed);
    throw error;
  }
}
