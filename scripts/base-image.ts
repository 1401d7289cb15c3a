// Prints the image that stands for `node:24-bookworm-slim` on this machine, or nothing where that image itself can be
// had (or no engine answers). On a machine that cannot pull, the offline image is made from Debian's packages.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { connectEngine } from "../containers/engine/connect.ts";

const standard = "node:24-bookworm-slim";
const offline = "pipenb-test/node:24";

async function choose(): Promise<string> {
  const given = process.env["PIPENB_BASE_IMAGE"];
  if (given !== undefined && given !== "") return given;
  const connection = await connectEngine();
  if (connection.kind === "none") return "";
  const { engine } = connection;
  if ((await engine.image(offline)) !== undefined) return offline;
  if ((await engine.image(standard)) !== undefined) return "";
  console.error(`setup: pulling ${standard}`);
  try {
    await engine.pull(standard, undefined, AbortSignal.timeout(300_000));
    return "";
  } catch (problem) {
    console.error(`setup: ${problem instanceof Error ? problem.message : String(problem)}`);
  }
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return "";
  console.error("setup: making an offline base image from Debian's packages");
  const made = spawnSync("bash", [".ci/base-image.sh"], { stdio: ["ignore", 2, "inherit"] });
  return made.status === 0 ? offline : "";
}

console.log(await choose());
