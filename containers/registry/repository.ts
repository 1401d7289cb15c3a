/** A repository of a registry, spoken to as OCI's distribution specification says, with the logins of the docker command line. */
import { createHash } from "node:crypto";
import * as z from "zod";
import { parsedJson } from "../../notebook/parsed-json.ts";
import type { Environment } from "../engine/docker-config.ts";
import { isAbortError } from "../engine/is-abort-error.ts";
import { registryHost, splitReference } from "../engine/reference.ts";
import { type Credential, credentialsFor } from "../engine/registry-credentials.ts";
import { type Answer, request, type Request } from "./http-request.ts";
import { authorizationFor } from "./log-in.ts";
import { RegistryError } from "./registry-error.ts";
import { trustedAt } from "./trusted.ts";

/** Something a registry has, by what it is. */
export interface Descriptor {
  readonly mediaType: string;
  /** `sha256:…` */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}

/** What a manifest may be; one that was pushed by Docker is of its own kind. */
const manifestTypes = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];

/** Digest of some text as registries write it. */
export const digestOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

type Asked = Pick<Request, "method" | "headers" | "body"> & { readonly expected: readonly number[] };

/** Every call rejects with a `RegistryError`. */
export class Repository {
  readonly host: string;
  readonly #path: string;
  readonly #credential: Credential | undefined;
  readonly #ca: readonly string[] | undefined;
  readonly #signal: AbortSignal | undefined;
  #base: URL;
  #authorization: string | undefined;

  private constructor(
    place: { readonly host: string; readonly path: string },
    credential: Credential | undefined,
    ca: readonly string[] | undefined,
    signal: AbortSignal | undefined,
  ) {
    this.host = place.host;
    this.#path = place.path;
    this.#credential = credential;
    this.#ca = ca;
    this.#signal = signal;
    this.#base = new URL(`https://${place.host}`);
  }

  /** The repository of an image's name, whatever its tag. */
  static async of(name: string, env: Environment, signal?: AbortSignal): Promise<Repository> {
    const place = placeOf(name);
    const [credential, ca] = await Promise.all([credentialsFor(name, env), trustedAt(place.host, env)]);
    return new Repository(place, credential, ca, signal);
  }

  /** What a tag or digest stands for; undefined where there is nothing. */
  async manifest(reference: string): Promise<Descriptor | undefined> {
    const { status, headers } = await this.#ask(`manifests/${reference}`, {
      method: "HEAD",
      headers: { accept: manifestTypes.join(", ") },
      expected: [200, 404],
    });
    if (status === 404) return undefined;
    return {
      mediaType: headers["content-type"] ?? manifestTypes[0] ?? "",
      digest: String(headers["docker-content-digest"] ?? reference),
      size: Number(headers["content-length"]),
    };
  }

  /** The text of one; undefined where there is none. */
  async manifestText(reference: string, mediaType: string): Promise<string | undefined> {
    const asked = { method: "GET", headers: { accept: mediaType }, expected: [200, 404] };
    const { status, body } = await this.#ask(`manifests/${reference}`, asked);
    return status === 404 ? undefined : body;
  }

  /** Puts a manifest there; tells whether the registry has noted it with its subject. */
  async putManifest(
    reference: string,
    mediaType: string,
    text: string,
  ): Promise<{ readonly subjectNoted: boolean }> {
    const { headers } = await this.#ask(`manifests/${reference}`, {
      method: "PUT",
      headers: { "content-type": mediaType },
      body: text,
      expected: [201],
    });
    return { subjectNoted: headers["oci-subject"] !== undefined };
  }

  /** Puts some text there, unless it is there already. */
  async putBlob(mediaType: string, text: string): Promise<Descriptor> {
    const digest = digestOf(text);
    const descriptor = { mediaType, digest, size: Buffer.byteLength(text) };
    const present = await this.#ask(`blobs/${digest}`, { method: "HEAD", expected: [200, 307, 404] });
    if (present.status !== 404) return descriptor;
    const started = await this.#ask("blobs/uploads/", { method: "POST", expected: [202] });
    const target = new URL(started.headers.location ?? "", this.#base);
    target.searchParams.set("digest", digest);
    await this.#ask(target, {
      method: "PUT",
      headers: { "content-type": "application/octet-stream" },
      body: text,
      expected: [201],
    });
    return descriptor;
  }

  /** @param where below the repository, or somewhere the registry has said */
  async #ask(where: string | URL, { expected, ...asked }: Asked): Promise<Answer> {
    const url = (): URL =>
      typeof where === "string" ? new URL(`/v2/${this.#path}/${where}`, this.#base) : where;
    let answer = await this.#send(url, asked);
    if (answer.status === 401) {
      this.#authorization = await this.#logIn(answer.headers["www-authenticate"] ?? "");
      answer = await this.#send(url, asked);
    }
    if (expected.includes(answer.status)) return answer;
    const registry = this.host;
    if (answer.status === 401 || answer.status === 403) throw this.#denied();
    throw new RegistryError({ code: "refused", registry, status: answer.status, said: saidIn(answer.body) });
  }

  async #send(url: () => URL, asked: Omit<Asked, "expected">): Promise<Answer> {
    const send = (): Promise<Answer> => {
      const to = url();
      // Where an upload goes may be another machine, whose business the login is not.
      const authorized = this.#authorization !== undefined && to.host === this.#base.host;
      const login = authorized ? { authorization: this.#authorization ?? "" } : {};
      const headers = { ...asked.headers, ...login };
      return request({ ...asked, url: to, headers, ca: this.#ca, signal: this.#signal });
    };
    try {
      return await send();
    } catch (error) {
      // As engines do, which want no certificate of this machine itself.
      if (codeOf(error) !== "EPROTO" || this.#base.protocol === "http:" || !isLoopback(this.#base))
        throw this.#unreachable(error);
      this.#base = new URL(`http://${this.host}`);
      return await send().catch((again: unknown) => {
        throw this.#unreachable(again);
      });
    }
  }

  /** Says who is asking, as the registry wants to hear it. */
  async #logIn(challenge: string): Promise<string> {
    const asking = {
      credential: this.#credential,
      path: this.#path,
      ca: this.#ca,
      signal: this.#signal,
    };
    const authorization = await authorizationFor(challenge, asking).catch((error: unknown) => {
      throw this.#unreachable(error);
    });
    if (authorization === undefined) throw this.#denied();
    return authorization;
  }

  #denied(): RegistryError {
    const user = this.#credential?.username;
    return new RegistryError({
      code: "denied",
      registry: this.host,
      repository: this.#path,
      user: user === "" ? "this login" : user,
    });
  }

  #unreachable(cause: unknown): RegistryError {
    if (cause instanceof RegistryError) return cause;
    if (isAbortError(cause)) return new RegistryError({ code: "aborted" }, { cause });
    const code = codeOf(cause) ?? "";
    const said = cause instanceof Error && cause.message !== "" ? cause.message : code;
    const isCertificate = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(code);
    const why = isCertificate ? "certificate" : code === "EPROTO" ? "plain" : "network";
    return new RegistryError({ code: "unreachable", registry: this.host, said, why }, { cause });
  }
}

const SaidSchema = z.object({
  errors: z.array(z.object({ code: z.string(), message: z.string().default("") })),
});

/** What a registry says in JSON, or the beginning of what it says otherwise. */
function saidIn(body: string): string {
  const errors = SaidSchema.safeParse(parsedJson(body)).data?.errors ?? [];
  const words = errors.map(({ code, message }) => (message === "" ? code : message)).join(", ");
  return words === "" ? body.slice(0, 200).trim() : words;
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

const isLoopback = ({ hostname }: URL): boolean => /^(127\.[\d.]+|localhost|\[::1\])$/.test(hostname);

/** Docker Hub has another address than name, and its own images a user who is never written. */
function placeOf(name: string): { readonly host: string; readonly path: string } {
  const { repo } = splitReference(name);
  const host = registryHost(name);
  if (host !== undefined) return { host, path: repo.slice(host.length + 1) };
  const path = repo.replace(/^docker\.io\//, "");
  return { host: "registry-1.docker.io", path: path.includes("/") ? path : `library/${path}` };
}
