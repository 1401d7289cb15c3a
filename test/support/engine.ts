/** The real container engine for tests, with what they make in it kept apart and removed afterwards. */
import assert from "node:assert/strict";
import type Mocha from "mocha";
import { connectEngine } from "../../containers/engine/connect.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { skipBecause } from "./reporter.ts";

/** Image that stands for `node:24-bookworm-slim`; `npm test` finds or makes it. */
export function nodeImage(): string {
  return process.env["PIPENB_BASE_IMAGE"] ?? "pipenb-test/node:24";
}

/** The engine that answers here. Without one the suite is skipped, or failed where CI=true says that nothing may be skipped. */
export async function requireEngine(context: Mocha.Context): Promise<Engine> {
  const connection = await connectEngine();
  if (connection.kind === "none") {
    const tried = connection.tried.map(({ endpoint, why }) => `${endpoint}: ${why}`).join("; ");
    assert.notEqual(process.env["CI"], "true", `CI must have a container engine. Tried ${tried}`);
    return skipBecause(context, "no container engine answers");
  }
  if ((await connection.engine.image(nodeImage())) === undefined) {
    assert.notEqual(process.env["CI"], "true", `CI must have the image ${nodeImage()}`);
    return skipBecause(context, `the image ${nodeImage()} is not here (bash .ci/base-image.sh makes it)`);
  }
  return connection.engine;
}
