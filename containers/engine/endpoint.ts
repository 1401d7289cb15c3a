/** Where an engine may listen, and how to call it there. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type Dockerode from "dockerode";
import type { Environment } from "./docker-config.ts";

/** An address with the way it was found, for messages. */
export interface Endpoint {
  /** As in DOCKER_HOST: "unix:///var/run/docker.sock", "tcp://…", "ssh://…", "npipe:////./pipe/docker_engine". */
  readonly url: string;
  /** "DOCKER_HOST", "docker context colima", … */
  readonly foundBy: string;
  /** Folder with ca.pem, cert.pem and key.pem. */
  readonly certificates?: string;
}

/** True where the engine's own folders and loopback ports are this machine's. */
export function isLocal(endpoint: Endpoint): boolean {
  return /^(unix|npipe):/.test(endpoint.url);
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

async function overTcp(url: URL, certificates: string | undefined): Promise<Dockerode.DockerOptions> {
  const address = { ...nothing, host: url.hostname };
  if (certificates === undefined) {
    const secure = url.protocol === "https:";
    const port = url.port === "" ? "2375" : url.port;
    return { ...address, port, protocol: secure ? "https" : "http" };
  }
  const read = (name: string): Promise<string> => readFile(join(certificates, name), "utf8");
  const [ca, cert, key] = await Promise.all([read("ca.pem"), read("cert.pem"), read("key.pem")]);
  return { ...address, port: url.port === "" ? "2376" : url.port, protocol: "https", ca, cert, key };
}

/** dockerode's options for the endpoint. */
export async function dockerOptions(endpoint: Endpoint, env: Environment): Promise<Dockerode.DockerOptions> {
  const socket = /^(?:unix|npipe):\/\/(.*)$/.exec(endpoint.url)?.[1];
  if (socket !== undefined) return { ...nothing, socketPath: socket };
  const url = new URL(endpoint.url.includes("://") ? endpoint.url : `tcp://${endpoint.url}`);
  if (url.protocol !== "ssh:") return overTcp(url, endpoint.certificates);
  const agent = env["SSH_AUTH_SOCK"];
  return {
    ...nothing,
    protocol: "ssh",
    host: url.hostname,
    port: url.port === "" ? "22" : url.port,
    username: url.username,
    ...(agent === undefined ? {} : { sshOptions: { agent } }),
  };
}
