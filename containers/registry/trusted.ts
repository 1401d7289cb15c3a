/** Whose certificates are trusted at a registry: those of Node, of PIPENB_CA_BUNDLE, and what engines are told of that registry. */
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { rootCertificates } from "node:tls";
import { dockerConfigFolder, type Environment, homeOf } from "../engine/docker-config.ts";
import { EngineError } from "../engine/engine-error.ts";

/** Certificates in PEM; undefined where Node's own are all there are. */
export async function trustedAt(host: string, env: Environment): Promise<readonly string[] | undefined> {
  const folders = [
    "/etc/docker/certs.d",
    join(homeOf(env), ".config", "docker", "certs.d"),
    join(dockerConfigFolder(env), "certs.d"),
  ];
  const ofHost = await Promise.all(folders.map((folder) => certificatesIn(join(folder, host))));
  const bundle = env["PIPENB_CA_BUNDLE"];
  const own = [...ofHost.flat(), ...(bundle === undefined || bundle === "" ? [] : [await read(bundle)])];
  if (own.length === 0) return undefined;
  // What is given replaces Node's own, those that NODE_EXTRA_CA_CERTS names too.
  const extra = env["NODE_EXTRA_CA_CERTS"];
  const known = extra === undefined ? "" : await readFile(extra, "utf8").catch(() => "");
  return [...rootCertificates, ...(known === "" ? [] : [known]), ...own];
}

async function certificatesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith(".crt")).sort();
  return Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
}

async function read(bundle: string): Promise<string> {
  try {
    return await readFile(bundle, "utf8");
  } catch (cause) {
    throw new EngineError({ code: "no-ca-bundle", path: resolve(bundle) }, { cause });
  }
}
