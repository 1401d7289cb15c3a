/** A client of registries by other people: what it finds beside an image, all tools find. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type Mocha from "mocha";
import { runProgram } from "./command-line.ts";
import { skipBecause } from "./reporter.ts";

const program = process.env["PIPENB_REGCTL"] ?? join(homedir(), ".cache/pipenb/regctl-0.11.7/regctl");

/** Runs it with a login in a folder's `config.json`; gives what it prints. */
export type Regctl = (...args: readonly string[]) => Promise<string>;

/**
 * Without the program the suite is skipped, or failed in CI.
 * @param folder for its settings
 * @param authority file of the certificate that it is to trust; without one the registry speaks plain HTTP
 */
export async function regctlFor(
  context: Mocha.Context,
  {
    folder,
    host,
    authority,
  }: { readonly folder: string; readonly host: string; readonly authority?: string },
): Promise<Regctl> {
  if (!existsSync(program)) {
    assert.notEqual(process.env["CI"], "true", "CI must have regctl: bash .ci/regctl.sh");
    skipBecause(context, "regctl is not here (bash .ci/regctl.sh brings it)");
  }
  const run: Regctl = async (...args) => {
    const env = { REGCTL_CONFIG: join(folder, "regctl.json"), HOME: folder };
    const { code, stdout, stderr } = await runProgram(program, args, { env });
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const tls =
    authority === undefined ? ["--tls", "disabled"] : ["--cacert", await readFile(authority, "utf8")];
  await run("registry", "set", host, ...tls, "--skip-check");
  await run("registry", "login", host, "--user", "someone", "--pass", "a secret", "--skip-check");
  return run;
}
