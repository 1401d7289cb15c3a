/** The images of .ci/service-images.sh under the public names that a sample has, for as long as a test runs. */
import assert from "node:assert/strict";
import process from "node:process";
import type Mocha from "mocha";
import type { Engine } from "../../containers/engine/engine.ts";
import { runProgram } from "./command-line.ts";
import { nodeImage } from "./engine.ts";
import { skipBecause } from "./reporter.ts";

/** Public name → what stands for it. */
const standIns = (): Readonly<Record<string, string>> => ({
  "postgres:17-alpine": "pipenb-test/postgres",
  "versity/versitygw:v1.8.0": "pipenb-test/versitygw",
  "node:24-alpine": nodeImage(),
});

/** Tags those whose public names are not here; gives what takes the tags away. Call `requireEngine` first. */
export async function standForServiceImages(
  engine: Engine,
  context: Mocha.Context,
): Promise<() => Promise<void>> {
  const tagged: string[] = [];
  for (const [name, standIn] of Object.entries(standIns())) {
    if ((await engine.image(name)) !== undefined) continue;
    if ((await engine.image(standIn)) === undefined) {
      assert.notEqual(process.env["CI"], "true", "CI must have the services: bash .ci/service-images.sh");
      skipBecause(context, `${standIn} is not here (bash .ci/service-images.sh makes it)`);
    }
    const { code, stderr } = await runProgram("docker", ["tag", standIn, name]);
    assert.equal(code, 0, stderr);
    tagged.push(name);
  }
  return async () => {
    for (const name of tagged) await engine.removeImage(name);
  };
}
