/** Real registries for tests: Debian's docker-registry, each with a free port and a folder of its own. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type Mocha from "mocha";
import { runProgram } from "./command-line.ts";
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
  requireProgram(context);
  const { host, stop } = await serve("127.0.0.1", (folder) => (login ? { auth: loginFrom(folder) } : {}));
  return { host, tags: (repository) => tagsOf(host, repository), stop };
}

export interface SecureRegistry {
  /** "ADDRESS:PORT": no loopback, of which engines want no certificate. */
  readonly host: string;
  /** The authority that has signed its certificate: a file, in PEM. */
  readonly authority: string;
  stop(): Promise<void>;
}

/** Starts one that is spoken to by TLS and wants to know who is there: "someone", "a secret". */
export async function startSecureRegistry(context: Mocha.Context): Promise<SecureRegistry> {
  requireProgram(context);
  const address = ownAddress();
  const { host, folder, stop } = await serve(address, async (place) => {
    const { key, certificate } = await makeCertificate(place, address);
    return { auth: loginFrom(place), tls: { key, certificate } };
  });
  return { host, authority: join(folder, "authority.pem"), stop };
}

/** Skips the suite where the program is not here, or fails it in CI. */
export function requireProgram(context: Mocha.Context): void {
  if (process.platform !== "linux")
    skipBecause(context, "the engine is in a virtual machine and cannot reach this one");
  if (spawnSync(program, ["--version"]).status === 0) return;
  assert.notEqual(process.env["CI"], "true", "CI must have a registry: bash .ci/registry.sh");
  skipBecause(context, "docker-registry is not here (bash .ci/registry.sh brings it)");
}

/** What a registry is told besides where it is. */
interface Told {
  readonly auth?: object;
  readonly tls?: object;
}

/** Starts one in a folder of its own at a free port of the address. */
export async function serve(
  address: string,
  tell: (folder: string) => Told | Promise<Told>,
): Promise<{ readonly host: string; readonly folder: string; readonly stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "pipenb-registry-"));
  await writeFile(join(folder, "htpasswd"), htpasswd);
  const told = await tell(folder);
  await writeFile(join(folder, "config.json"), JSON.stringify(configuration(folder, address, told))); // YAML holds JSON
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
    const port = /listening on \S+:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stderr.resume(); // it goes on talking
    return { host: `${address}:${port}`, folder, stop };
  }
  await stop();
  throw new Error(`The registry did not start:\n${said.join("\n")}`);
}

/** Of this machine, which is not loopback: the engine's own network, which nobody else reaches, or another one. */
function ownAddress(): string {
  const all = networkInterfaces();
  const found = [...(all["docker0"] ?? []), ...Object.values(all).flat()].find(
    (each) => each?.family === "IPv4" && !each.internal,
  );
  assert.ok(found !== undefined, "this machine has no address but loopback");
  return found.address;
}

/** Makes an authority and a certificate for the address that it signs, in the folder. */
export async function makeCertificate(folder: string, address: string) {
  const openssl = async (...args: readonly string[]): Promise<void> => {
    const { code, stderr } = await runProgram("openssl", args, { cwd: folder });
    assert.equal(code, 0, stderr);
  };
  const request = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const authority = ["-x509", "-days", "2", "-subj", "/CN=pipenb test authority"];
  await openssl(...request, ...authority, "-keyout", "authority.key", "-out", "authority.pem");
  await openssl(...request, "-subj", `/CN=${address}`, "-keyout", "registry.key", "-out", "registry.csr");
  await writeFile(join(folder, "names"), `subjectAltName=IP:${address}`);
  const signing = ["-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial", "-days", "2"];
  await openssl(
    "x509",
    "-req",
    "-in",
    "registry.csr",
    ...signing,
    "-extfile",
    "names",
    "-out",
    "registry.pem",
  );
  return { key: join(folder, "registry.key"), certificate: join(folder, "registry.pem") };
}

async function tagsOf(host: string, repository: string): Promise<readonly string[]> {
  const path = repository.replace(`${host}/`, "");
  const authorization = `Basic ${Buffer.from("someone:a secret").toString("base64")}`;
  const answer = await fetch(`http://${host}/v2/${path}/tags/list`, { headers: { authorization } });
  // SAFETY: the registry's own API.
  const { tags } = (await answer.json()) as { tags?: string[] };
  return (tags ?? []).sort();
}

const loginFrom = (folder: string): object => ({
  htpasswd: { realm: "test", path: join(folder, "htpasswd") },
});

function configuration(folder: string, address: string, { auth, tls }: Told): object {
  return {
    version: "0.1",
    log: { level: "info", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, "data") } },
    http: { addr: `${address}:0`, relativeurls: true, ...(tls === undefined ? {} : { tls }) },
    ...(auth === undefined ? {} : { auth }),
  };
}
