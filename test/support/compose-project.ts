/** An exported `compose.yaml`, brought up by the real Docker Compose as a project of its own. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type Mocha from "mocha";
import { runProgram } from "./command-line.ts";
import type { CommandOptions, Ended } from "./command-line.ts";
import { skipBecause } from "./reporter.ts";

const program =
  process.env["PIPENB_COMPOSE"] ?? join(homedir(), ".cache/pipenb/compose-5.6.1/docker-compose");

/** Without the program the suite is skipped, or failed in CI. */
export function requireCompose(context: Mocha.Context): void {
  if (existsSync(program)) return;
  assert.notEqual(process.env["CI"], "true", "CI must have Docker Compose: bash .ci/compose.sh");
  skipBecause(context, "Docker Compose is not here (bash .ci/compose.sh brings it)");
}

/** Runs `docker compose …args` in an exported folder, as the project of that name. */
export function compose(
  folder: string,
  project: string,
  args: readonly string[],
  env: CommandOptions["env"] = {},
): Promise<Ended> {
  return runProgram(program, ["--project-name", project, "--progress", "quiet", ...args], {
    cwd: folder,
    env,
  });
}
