/** The real container engine for tests, with what they make in it kept apart and removed afterwards. */
import assert from "node:assert/strict";
import type Mocha from "mocha";
import { connectEngine } from "../../containers/engine/connect.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { NoEngineError } from "../../containers/engine/engine-error.ts";
import { textOf } from "../../app/failures/describe-failure.ts";
import { skipBecause } from "./reporter.ts";

/** What was made on this machine by .ci/base-image.sh, then what a registry gives. */
const nodeImages = ["pipenb-test/node:24", "node:24-bookworm-slim"];
const plainImages = ["pipenb-test/debian:bookworm", "debian:bookworm-slim"];
const chosen = { node: nodeImages[0] ?? "", plain: plainImages[0] ?? "" };

/** Image that stands for `node:24-bookworm-slim`; known once `requireEngine` has been called. */
export function nodeImage(): string {
  return chosen.node;
}

/** A Debian without Node; known once `requireEngine` has been called. */
export function plainImage(): string {
  return chosen.plain;
}

async function firstPresent(engine: Engine, images: readonly string[]): Promise<string | undefined> {
  for (const image of images) if ((await engine.image(image)) !== undefined) return image;
  return undefined;
}

/** The engine that answers here. Without one the suite is skipped, or failed where CI=true says that nothing may be skipped. */
export async function requireEngine(context: Mocha.Context): Promise<Engine> {
  const connection = await connectEngine();
  if (connection.kind === "none") {
    const why = textOf(new NoEngineError(connection.tried));
    assert.notEqual(process.env["CI"], "true", `CI must have a container engine. ${why}`);
    return skipBecause(context, "no container engine answers");
  }
  const { engine } = connection;
  const given = process.env["PIPENB_BASE_IMAGE"];
  const node = await firstPresent(engine, given === undefined || given === "" ? nodeImages : [given]);
  if (node === undefined) {
    assert.notEqual(process.env["CI"], "true", "CI must have an image with Node 24: bash .ci/base-image.sh");
    return skipBecause(context, "no image with Node 24 is here (npm test brings one)");
  }
  chosen.node = node;
  chosen.plain = (await firstPresent(engine, plainImages)) ?? "debian:bookworm-slim";
  return engine;
}
