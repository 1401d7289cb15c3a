/** The bill of materials of an image in CycloneDX 1.6: the same bytes for the same image. Pure. */
import { createHash } from "node:crypto";
import * as z from "zod";
import type { ImageContents } from "../../containers/images/contents/read-contents.ts";
import type { NpmPackage } from "../../containers/images/contents/npm.ts";
import { parsedJson } from "../../notebook/parsed-json.ts";
import { debianUrl, nodeUrl, npmUrl } from "./package-url.ts";

/** An image by what it is called and what it is. */
export interface NamedImage {
  readonly name: string;
  /** `sha256:…` of its manifest where a registry has it, else its id. */
  readonly digest: string;
  /** Which of the two `digest` is. */
  readonly digestOf: "manifest" | "config";
}

/** What a bill is of. */
export interface BillOfMaterials {
  /** What the pipeline is called. */
  readonly name: string;
  /** The image's id, `sha256:…`. */
  readonly image: string;
  /** When the image says that it was made, seconds since the epoch. */
  readonly created: number;
  /** What the image stands on, where that is known. */
  readonly base: NamedImage | undefined;
  readonly contents: ImageContents;
  /** pipenb's own. */
  readonly version: string;
}

interface Component {
  readonly type: "library" | "application" | "operating-system" | "container";
  readonly "bom-ref": string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly [field: string]: unknown;
}

/** The media type of a bill in registries. */
export const sbomMediaType = "application/vnd.cyclonedx+json";

/** The text of the bill. */
export function sbom(bill: BillOfMaterials): string {
  const { name, image, created, base, contents, version } = bill;
  const root: Component = {
    type: "container",
    "bom-ref": "image",
    name,
    version: image,
    ...(base === undefined ? {} : { pedigree: { ancestors: [baseComponent(base)] } }),
    properties: [systemPackages(contents)],
  };
  const components = componentsOf(contents);
  const document = {
    metadata: {
      timestamp: new Date(created * 1000).toISOString(),
      tools: { components: [{ type: "application", name: "pipenb", version }] },
      component: root,
    },
    components,
    // Files that belong to no package are not listed, and neither is which package needs which.
    compositions: [{ aggregate: "incomplete", assemblies: ["image"] }],
  };
  const head = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: serialNumber(JSON.stringify(document)),
    version: 1,
  };
  return `${JSON.stringify({ ...head, ...document }, undefined, 2)}\n`;
}

const ReadSchema = z.object({
  bomFormat: z.literal("CycloneDX"),
  metadata: z.object({ component: z.object({ type: z.literal("container"), version: z.string() }) }),
});

/** The id of the image that a bill is of, `sha256:…`; undefined for a text that is none of ours. */
export function imageOfSbom(text: string): string | undefined {
  return ReadSchema.safeParse(parsedJson(text)).data?.metadata.component.version;
}

/** Not a random one: a version 8 UUID of what is in the document. */
function serialNumber(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  const parts = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ];
  return `urn:uuid:${parts.join("-")}`;
}

/** Says so where packages of the system may be there and are not in the bill. */
function systemPackages({ debian }: ImageContents): { readonly name: string; readonly value: string } {
  return {
    name: "pipenb:system-packages",
    value: debian === undefined ? "not listed: the image has no dpkg" : "as dpkg lists them",
  };
}

function baseComponent({ name, digest, digestOf }: NamedImage): Component {
  return {
    type: "container",
    "bom-ref": "base",
    name,
    version: digest,
    properties: [{ name: "pipenb:digest-of", value: digestOf }],
  };
}

function componentsOf({ system, debian = [], npm, node }: ImageContents): readonly Component[] {
  const all: Component[] = [
    ...(system === undefined ? [] : [systemComponent(system)]),
    ...(node === undefined ? [] : [nodeComponent(node)]),
    ...debian.map((each): Component => {
      const purl = debianUrl(each, system);
      return { type: "library", "bom-ref": purl, name: each.name, version: each.version, purl };
    }),
    ...[...byUrl(npm).values()].map(npmComponent),
  ];
  const unique = new Map(all.map((component) => [component["bom-ref"], component]));
  return [...unique.values()].sort((a, b) => (a["bom-ref"] < b["bom-ref"] ? -1 : 1));
}

function systemComponent({ id, version }: NonNullable<ImageContents["system"]>): Component {
  const named = version === undefined ? {} : { version };
  return { type: "operating-system", "bom-ref": `system:${id}`, name: id, ...named };
}

function nodeComponent({ version, path, sha256 }: NonNullable<ImageContents["node"]>): Component {
  return {
    type: "application",
    "bom-ref": nodeUrl(version),
    name: "node",
    version,
    hashes: [{ alg: "SHA-256", content: sha256 }],
    cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`,
    purl: nodeUrl(version),
    evidence: { occurrences: [{ location: path }] },
  };
}

function byUrl(npm: readonly NpmPackage[]): ReadonlyMap<string, readonly NpmPackage[]> {
  const groups = new Map<string, NpmPackage[]>();
  for (const each of npm) groups.set(npmUrl(each), [...(groups.get(npmUrl(each)) ?? []), each]);
  return groups;
}

/** One package, however often it is there. */
function npmComponent(copies: readonly NpmPackage[]): Component {
  const [first] = copies;
  if (first === undefined) throw new RangeError("a package that is nowhere");
  const { name, version } = first;
  const [, group, own] = /^(?:(@[^/]+)\/)?(.+)$/.exec(name) ?? [];
  const license = copies.find((copy) => copy.license !== undefined)?.license;
  const integrity = copies.find((copy) => copy.integrity !== undefined)?.integrity;
  const purl = npmUrl(first);
  return {
    type: "library",
    "bom-ref": purl,
    ...(group === undefined ? {} : { group }),
    name: own ?? name,
    version,
    ...(integrity === undefined ? {} : { hashes: hashes(integrity) }),
    ...(license === undefined ? {} : { licenses: [licenseChoice(license)] }),
    purl,
    evidence: { occurrences: copies.map(({ path }) => ({ location: path })).sort(byLocation) },
  };
}

const byLocation = (a: { readonly location: string }, b: { readonly location: string }): number =>
  a.location < b.location ? -1 : 1;

const algorithms: Readonly<Record<string, string>> = {
  sha1: "SHA-1",
  sha256: "SHA-256",
  sha384: "SHA-384",
  sha512: "SHA-512",
};

/** npm's words for hashes are base64. */
function hashes(integrity: string): readonly { readonly alg: string; readonly content: string }[] {
  return integrity.split(/\s+/).flatMap((word) => {
    const [, algorithm = "", digest = ""] = /^(\w+)-([\w+/]+=*)/.exec(word) ?? [];
    const alg = algorithms[algorithm];
    return alg === undefined ? [] : [{ alg, content: Buffer.from(digest, "base64").toString("hex") }];
  });
}

/** An SPDX expression looks like one; whatever else stands there is a name. */
const spdx = /^\(*[\w.+-]+\)*(?: (?:AND|OR|WITH) \(*[\w.+-]+\)*)*$/;

function licenseChoice(license: string): object {
  return spdx.test(license) && license !== "UNLICENSED"
    ? { expression: license }
    : { license: { name: license } };
}
