/** What pipenb needs of a container engine. */
import { connectEngine } from "../../containers/engine/connect.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { buildSettings } from "../../containers/images/base-image.ts";
import { bytes } from "../../containers/figures/bytes.ts";
import type { AskedPlace } from "../../containers/engine/engine-error.ts";
import { placesAsked } from "../failures/engine-failure.ts";
import type { Finding } from "./report.ts";

const scarceBytes = 3e9;

/** Whether an engine answers, has room, and has the base image. */
export async function checkEngine(
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly Finding[]> {
  const connection = await connectEngine({ env });
  if (connection.kind === "none") return [noEngine(connection.tried)];
  const { engine, endpoint } = connection;
  const info = await engine.info();
  const rootless = info.rootless ? ", rootless" : "";
  const says = `engine ${info.version} (API ${info.apiVersion}${rootless}) at ${endpoint}`;
  const findings: Finding[] = [{ about: "engine", state: "ok", says }];
  if (info.os !== "linux")
    findings.push({
      about: "engine",
      state: "missing",
      says: `it runs ${info.os} containers`,
      remedy: "Switch it to Linux containers.",
    });
  if (info.storageFree !== undefined && info.storageFree < scarceBytes)
    findings.push({
      about: "engine",
      state: "warning",
      says: `${bytes(info.storageFree)} free for images`,
      remedy: "docker system prune gives space back.",
    });
  return [...findings, await checkBase(engine, env)];
}

function noEngine(tried: readonly AskedPlace[]): Finding {
  return {
    about: "engine",
    state: "warning",
    says: ["no container engine answers", ...placesAsked(tried)].join("\n"),
    remedy:
      "Install and start Docker or Podman; for a refused permission add yourself to the group docker. Until then notebooks run as local processes.",
  };
}

async function checkBase(
  engine: Engine,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Finding> {
  const { nodeImage } = buildSettings(env);
  const image = await engine.image(nodeImage);
  if (image !== undefined)
    return { about: "base image", state: "ok", says: `${nodeImage} (${bytes(image.size)})` };
  return {
    about: "base image",
    state: "warning",
    says: `${nodeImage} is not here yet; the first run pulls it`,
    remedy: "Without access to its registry, set PIPENB_BASE_IMAGE to an image with Node 24 that is here.",
  };
}
