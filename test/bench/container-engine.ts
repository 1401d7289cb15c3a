/** The engine and the base image that container scenarios are measured with. */
import { spawnSync } from "node:child_process";
import { connectEngine } from "../../containers/engine/connect.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import type { Skipped } from "./scenario.ts";

export interface BenchEngine {
  readonly engine: Engine;
  /** Environment of whatever builds images. */
  readonly env: Readonly<Record<string, string>>;
}

/** The offline stand-in for `node:24-bookworm-slim`, made by .ci/base-image.sh. */
const offlineImage = "pipenb-test/node:24";

/** Says why there is nothing to measure where no engine or no `docker` command is here. */
export async function findEngine(): Promise<BenchEngine | Skipped> {
  const connection = await connectEngine();
  if (connection.kind === "none") return { skipped: "no container engine answers" };
  if (spawnSync("docker", ["version"]).status !== 0)
    return { skipped: "the command `docker`, which it is compared with, is not installed" };
  const { engine } = connection;
  const given = process.env["PIPENB_BASE_IMAGE"] ?? "";
  const offline = (await engine.image(offlineImage)) === undefined ? "" : offlineImage;
  const base = given === "" ? offline : given;
  return { engine, env: base === "" ? {} : { PIPENB_BASE_IMAGE: base } };
}
