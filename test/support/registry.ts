/** Real registries on loopback for tests: Debian's docker-registry, each with a free port and a folder of its own. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type Mocha from "mocha";
import { skipBecause } from "./reporter.ts";

const program = process.env["PIPENB_REGISTRY"] ?? "docker-registry";

/** "someone" with the password "a secret", as `htpasswd -B` writes it. */
const htpasswd = "someone:$2y$05$coDNXWHTM8ibTB1kwc9vVuIDgowO6LSkYFefrpgcygYS7aMlU47xS\n";

export interface Registry {
  /** "127.0.0.1:PORT" */
  readonly host: string;
  /** The tags it has of a repository, sorted. */
  tags(repository: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Starts one; with `login` it wants to know who is there. Without the program the suite is skipped, or failed in CI. */
export async function startRegistry(
  context: Mocha.Context,
  { login = false }: { readonly login?: boolean } = {},
): Promise<Registry> {
  if (process.platform !== "linux")
    skipBecause(context, "the engine is in a virtual machine and cannot reach this one");
  if (spawnSync(program, ["--version"]).status !== 0) {
    assert.notEqual(process.env["CI"], "true", "CI must have a registry: bash .ci/registry.sh");
    skipBecause(context, "docker-registry is not here (bash .ci/registry.sh brings it)");
  }
  const folder = await mkdtemp(join(tmpdir(), "pipenb-registry-"));
  await writeFile(join(folder, "htpasswd"), htpasswd);
  await writeFile(join(folder, "config.json"), JSON.stringify(configuration(folder, login))); // YAML holds JSON
  const child = spawn(program, ["serve", join(folder, "config.json")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    await rm(folder, { recursive: true, force: true });
  };
  const said: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    said.push(line);
    const port = /listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stderr.resume(); // it goes on talking
    const host = `127.0.0.1:${port}`;
    return { host, tags: (repository) => tagsOf(host, repository), stop };
  }
  await stop();
  throw new Error(`The registry did not start:\n${said.join("\n")}`);
}

async function tagsOf(host: string, repository: string): Promise<readonly string[]> {
  const path = repository.replace(`${host}/`, "");
  const authorization = `Basic ${Buffer.from("someone:a secret").toString("base64")}`;
  const answer = await fetch(`http://${host}/v2/${path}/tags/list`, { headers: { authorization } });
  // SAFETY: the registry's own API.
  const { tags } = (await answer.json()) as { tags?: string[] };
  return (tags ?? []).sort();
}

function configuration(folder: string, login: boolean): object {
  return {
    version: "0.1",
    log: { level: "info", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, "data") } },
    http: { addr: "127.0.0.1:0", relativeurls: true },
    ...(login ? { auth: { htpasswd: { realm: "test", path: join(folder, "htpasswd") } } } : {}),
  };
}
