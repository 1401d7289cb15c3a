/** PostgreSQL as a service that keeps data: the image of .ci/service-images.sh, as one that declares where they are. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type Mocha from "mocha";
import type { Engine } from "../../containers/engine/engine.ts";
import { serviceLabel } from "../../containers/services/kept-data.ts";
import { skipBecause } from "./reporter.ts";

/** Declares no volume. */
export const madeFrom = "pipenb-test/postgres";

/** Makes the image under a name of the test's own. Call `requireEngine` first. */
export async function makeKeptPostgres(engine: Engine, context: Mocha.Context, tag: string): Promise<void> {
  if ((await engine.image(madeFrom)) === undefined) {
    assert.notEqual(process.env["CI"], "true", "CI must have the services: bash .ci/service-images.sh");
    skipBecause(context, `${madeFrom} is not here (bash .ci/service-images.sh makes it)`);
  }
  const contents = `FROM ${madeFrom}\nVOLUME /var/lib/postgresql/data\n`;
  await engine.build({ tag, context: [{ path: "Dockerfile", contents }] });
}

/** Front matter with such a service, called `db`. Its secret lies beside the notebook. */
export function postgresService(image: string, more: object = {}): object {
  const environment = { POSTGRES_PASSWORD_FILE: "/run/secrets/db" };
  return {
    secrets: ["db"],
    services: {
      db: { image, environment, ports: [5432], ready: "pg_isready -U postgres -h 127.0.0.1", ...more },
    },
  };
}

/** Puts the secret there. */
export function writeSecret(folder: string): void {
  mkdirSync(join(folder, "secrets"), { recursive: true });
  writeFileSync(join(folder, "secrets", "db"), "sesame\n");
}

/** Runs SQL in a container of the service; gives what it prints. */
export async function sql(engine: Engine, containerId: string, text: string): Promise<string> {
  const ended = await engine.exec(containerId, [
    "psql",
    "-U",
    "postgres",
    "-At",
    "-v",
    "ON_ERROR_STOP=1",
    "-c",
    text,
  ]);
  assert.equal(ended.exitCode, 0, ended.output);
  return ended.output.trim();
}

/** What services of notebooks in a folder keep in the engine. */
export async function keptOf(
  engine: Engine,
  folder: string,
): Promise<{
  readonly containers: readonly { readonly id: string; readonly name: string; readonly state: string }[];
  readonly volumes: readonly string[];
}> {
  const isOf = ({ labels }: { readonly labels: Readonly<Record<string, string>> }): boolean =>
    labels["pipenb.notebook"]?.startsWith(folder) === true;
  const [containers, volumes] = await Promise.all([
    engine.containersWithLabel(serviceLabel),
    engine.volumesWithLabel(serviceLabel),
  ]);
  return { containers: containers.filter(isOf), volumes: volumes.filter(isOf).map(({ name }) => name) };
}

/** Takes all of it away. */
export async function dropKept(engine: Engine, folder: string): Promise<void> {
  const { containers, volumes } = await keptOf(engine, folder);
  await Promise.all(containers.map(({ id }) => engine.remove(id)));
  await Promise.all(volumes.map((name) => engine.removeVolume(name)));
}
