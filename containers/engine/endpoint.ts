/** Where an engine may listen, and how to call it there. */
import { readFile } from "node:fs/promises";
import type { Agent } from "node:http";
import { Agent as SecureAgent } from "node:https";
import { join } from "node:path";
import type Dockerode from "dockerode";
import type { Environment } from "./docker-config.ts";
import { SshAgent } from "./ssh/ssh-agent.ts";

/** An address with the way it was found, for messages. */
export interface Endpoint {
  /** As in DOCKER_HOST: "unix:///var/run/docker.sock", "tcp://…", "ssh://…", "npipe:////./pipe/docker_engine". */
  readonly url: string;
  /** "DOCKER_HOST", "docker context colima", … */
  readonly foundBy: string;
  /** Folder with ca.pem, and cert.pem and key.pem where the engine asks who is calling. */
  readonly certificates?: string;
  /** Its certificate is taken whoever signed it. */
  readonly trustsAnyone?: boolean;
}

/** True where neither folders of this machine nor its loopback ports are the engine's. */
export function isElsewhere(endpoint: Endpoint): boolean {
  if (socketOf(endpoint) !== undefined) return false;
  const { protocol, hostname } = urlOf(endpoint);
  return protocol === "ssh:" || !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** Every key is given: dockerode fills absent ones from DOCKER_HOST, which may be another engine's. */
const nothing = {
  socketPath: undefined,
  host: undefined,
  port: undefined,
  protocol: undefined,
  ca: undefined,
  cert: undefined,
  key: undefined,
};

function socketOf({ url }: Endpoint): string | undefined {
  return /^(?:unix|npipe):\/\/(.*)$/.exec(url)?.[1];
}

function urlOf({ url }: Endpoint): URL {
  return new URL(url.includes("://") ? url : `tcp://${url}`);
}

/** What makes the connections is passed on to docker-modem, which dockerode's types leave out. */
type EngineOptions = Dockerode.DockerOptions & { readonly agent?: Agent };

async function overTcp(endpoint: Endpoint): Promise<EngineOptions> {
  const url = urlOf(endpoint);
  const { certificates, trustsAnyone = false } = endpoint;
  const address = { ...nothing, host: url.hostname };
  if (certificates === undefined && !trustsAnyone) {
    const secure = url.protocol === "https:";
    return { ...address, port: url.port === "" ? "2375" : url.port, protocol: secure ? "https" : "http" };
  }
  const read = (name: string): Promise<string | undefined> =>
    certificates === undefined
      ? Promise.resolve(undefined)
      : readFile(join(certificates, name), "utf8").catch(() => undefined); // each is there or not, as with docker
  const [ca, cert, key] = await Promise.all([read("ca.pem"), read("cert.pem"), read("key.pem")]);
  return {
    ...address,
    port: url.port === "" ? "2376" : url.port,
    protocol: "https",
    agent: new SecureAgent({ ca, cert, key, rejectUnauthorized: !trustsAnyone }),
  };
}

/** dockerode's options for the endpoint. */
export async function dockerOptions(endpoint: Endpoint, env: Environment): Promise<EngineOptions> {
  const socket = socketOf(endpoint);
  if (socket !== undefined) return { ...nothing, socketPath: socket };
  if (urlOf(endpoint).protocol !== "ssh:") return overTcp(endpoint);
  // HTTP asks for a name; nobody looks it up.
  const { url } = endpoint;
  return { ...nothing, host: "localhost", port: "80", protocol: "http", agent: new SshAgent(url, env) };
}
