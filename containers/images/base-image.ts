/** What this machine wants of every build: another base image, certificates to trust, proxies to go through. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { ArchiveEntry } from "../engine/engine.ts";
import { EngineError } from "../engine/engine-error.ts";

/** The image Node comes from, and the base of notebooks that name none. */
const standardImage = "node:24-bookworm-slim";

/** Settings of builds; they change how an image is made, not what the exported files say. */
export interface BuildSettings {
  /** Image that Node is taken from. */
  readonly nodeImage: string;
  /** Image used wherever the standard one would be, where PIPENB_BASE_IMAGE says so. */
  readonly baseOverride?: string;
  /** PEM file with certificates to trust while installing packages and in kernels. */
  readonly caBundle?: string;
  /** Proxy variables as they are set, by their upper-case name; every builder knows them without being told. */
  readonly proxy: Readonly<Record<string, string>>;
}

/** Name of the certificates' file in a build context; the Dockerfile copies it where it is there (`.pipenb-c[a].pem`). */
const caFile = ".pipenb-ca.pem";

function given(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = env[name];
  return value === "" ? undefined : value;
}

/** Reads the settings from PIPENB_BASE_IMAGE, PIPENB_CA_BUNDLE, HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
export function buildSettings(env: Readonly<Record<string, string | undefined>>): BuildSettings {
  const baseOverride = given(env, "PIPENB_BASE_IMAGE");
  const caBundle = given(env, "PIPENB_CA_BUNDLE");
  const proxy = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"].flatMap((name) => {
    const value = given(env, name) ?? given(env, name.toLowerCase());
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    nodeImage: baseOverride ?? standardImage,
    ...(baseOverride === undefined ? {} : { baseOverride }),
    ...(caBundle === undefined ? {} : { caBundle: resolve(caBundle) }),
    proxy: Object.fromEntries(proxy),
  };
}

/** The image that a notebook's base means here. */
export function usedBase(base: string, { baseOverride }: BuildSettings): string {
  return base === standardImage ? (baseOverride ?? base) : base;
}

/**
 * The build arguments that decide what is in the image: the override in the place of the standard image, wherever the
 * Dockerfile's own defaults name that one. They belong into the image's key; proxies do not.
 */
export function imageArguments(
  settings: BuildSettings,
  context: readonly ArchiveEntry[],
): Readonly<Record<string, string>> {
  const { baseOverride } = settings;
  const text = dockerfileIn(context);
  if (baseOverride === undefined || text === undefined) return {};
  const defaults = text.matchAll(/^ARG (NODE_IMAGE|BASE_IMAGE)=(\S+)$/gm);
  const replaced = [...defaults].filter(([, , image]) => image === standardImage);
  return Object.fromEntries(replaced.map(([, name = ""]) => [name, baseOverride]));
}

/** The base that a context's Dockerfile stands on, as it is built here; undefined for a Dockerfile that is not ours. */
export function baseOf(context: readonly ArchiveEntry[], settings: BuildSettings): string | undefined {
  const base = /^ARG BASE_IMAGE=(\S+)$/m.exec(dockerfileIn(context) ?? "")?.[1];
  return base === undefined ? undefined : usedBase(base, settings);
}

/** The images that a context's Dockerfile takes from elsewhere, as it is built here: its base, and the one Node comes from where the base has none. */
export function usedImages(context: readonly ArchiveEntry[], settings: BuildSettings): readonly string[] {
  const base = baseOf(context, settings);
  const text = dockerfileIn(context) ?? "";
  const node = text.includes("FROM ${NODE_IMAGE}") ? /^ARG NODE_IMAGE=(\S+)$/m.exec(text)?.[1] : undefined;
  return [base, node === undefined ? undefined : usedBase(node, settings)].filter(
    (each) => each !== undefined,
  );
}

function dockerfileIn(context: readonly ArchiveEntry[]): string | undefined {
  const contents = context.find(({ path }) => path === "Dockerfile")?.contents;
  return contents === undefined || typeof contents === "string"
    ? contents
    : Buffer.from(contents).toString("utf8");
}

/** The context with the machine's certificates in it, where there are any to trust. */
export async function withCertificates(
  context: readonly ArchiveEntry[],
  settings: BuildSettings,
): Promise<readonly ArchiveEntry[]> {
  if (settings.caBundle === undefined) return context;
  try {
    return [...context, { path: caFile, contents: await readFile(settings.caBundle) }];
  } catch (cause) {
    throw new EngineError({ code: "no-ca-bundle", path: settings.caBundle }, { cause });
  }
}
