/** Real PostgreSQL servers for tests: Debian's, each with a folder of its own, reached by a socket in it. */
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import type Mocha from "mocha";
import { skipBecause } from "./reporter.ts";

export interface PostgresServer {
  /** The folder of its socket, which clients take as a host. */
  readonly host: string;
  readonly user: "postgres";
  readonly database: "postgres";
  stop(): Promise<void>;
}

/** Starts one. Without the program the suite is skipped, or failed in CI. */
export async function startPostgres(context: Mocha.Context): Promise<PostgresServer> {
  const programs = programFolder();
  if (programs === undefined) {
    assert.notEqual(process.env["CI"], "true", "CI must have PostgreSQL: bash .ci/postgres.sh");
    return skipBecause(context, "PostgreSQL is not here (bash .ci/postgres.sh brings it)");
  }
  const host = await mkdtemp(join(tmpdir(), "pipenb-postgres-"));
  const identity = unprivileged();
  if (identity !== undefined) await chown(host, identity.uid, identity.gid);
  const data = join(host, "data");
  execFileSync(
    join(programs, "initdb"),
    ["--pgdata", data, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--no-sync"],
    { ...identity, cwd: host, stdio: "pipe" },
  );
  const settings = ["fsync=off", "listen_addresses=", `unix_socket_directories=${host}`];
  const child = spawn(
    join(programs, "postgres"),
    ["-D", data, ...settings.flatMap((setting) => ["-c", setting])],
    { ...identity, cwd: host, stdio: ["ignore", "ignore", "pipe"] },
  );
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGINT"); // ends also those that still wait
      await once(child, "exit");
    }
    await rm(host, { recursive: true, force: true });
  };
  let said = "";
  const isReady = new Promise<boolean>((resolve) => {
    child.once("exit", () => {
      resolve(false);
    });
    // It is read until the end: a server whose log nobody takes stands still.
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("ready to accept connections")) resolve(true);
    });
  });
  if (await isReady) return { host, user: "postgres", database: "postgres", stop };
  await stop();
  throw new Error(`PostgreSQL did not start:\n${said}`);
}

function programFolder(): string | undefined {
  if (spawnSync("initdb", ["--version"]).status === 0)
    return dirname(execFileSync("which", ["initdb"], { encoding: "utf8" }).trim());
  const found = globSync("/usr/lib/postgresql/*/bin/initdb").sort((a, b) =>
    a.localeCompare(b, "en", { numeric: true }),
  );
  return found.length === 0 ? undefined : dirname(found[found.length - 1] ?? "");
}

/** The server refuses to run as root; Debian's package has made a user for it. */
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (option: string): number =>
    Number(execFileSync("id", [option, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
