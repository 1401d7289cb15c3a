/** Runs a program in a container of its own, which is gone afterwards. */
import assert from "node:assert/strict";
import type { ContainerSpec, Engine } from "../../containers/engine/engine.ts";

/** What it prints; it must succeed. */
export async function printInImage(
  engine: Engine,
  program: Pick<ContainerSpec, "image" | "command" | "entrypoint">,
): Promise<string> {
  const id = await engine.create({
    ...program,
    environment: {},
    labels: {},
    mounts: [],
    restricted: true,
    init: false,
    autoRemove: false,
  });
  try {
    await engine.start(id);
    const code = await engine.wait(id);
    const said = await engine.logs(id);
    assert.equal(code, 0, said);
    return said;
  } finally {
    await engine.remove(id);
  }
}
