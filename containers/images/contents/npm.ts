/** npm packages, as npm notes what it has installed, and as packages say themselves. Pure. */
import * as z from "zod";
import { parsedJson } from "../../../notebook/parsed-json.ts";

/** One that is installed. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder in the image. */
  readonly path: string;
  /** As npm writes it: `sha512-` and base64, or several of them. */
  readonly integrity?: string | undefined;
  /** What the package calls its licence, mostly an SPDX expression. */
  readonly license?: string | undefined;
  /** The repository and commit of one that comes from git, without the login in it. */
  readonly git?: string | undefined;
}

/** Old packages name their licence by an object. */
const LicenseSchema = z
  .union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)])
  .optional()
  .catch(undefined);

const EntrySchema = z.object({
  /** Of an alias; else the folder is called like the package. */
  name: z.string().optional(),
  version: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional().catch(undefined),
  license: LicenseSchema,
  link: z.boolean().optional(),
});
const InstalledSchema = z.object({ packages: z.record(z.string(), EntrySchema) });

/** Reads `node_modules/.package-lock.json`, which npm writes once all of it is there; `folder` is the one that `node_modules` is in. */
export function parseInstalled(text: string, folder: string): readonly NpmPackage[] {
  const parsed = InstalledSchema.safeParse(parsedJson(text)).data;
  return Object.entries(parsed?.packages ?? {}).flatMap(([path, entry]) => {
    if (entry.version === undefined || entry.link === true) return [];
    const name = entry.name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const git = /^git\+(.*)$/.exec(entry.resolved ?? "")?.[0].replace(/:\/\/[^/@]*@/, "://");
    return [
      {
        name,
        version: entry.version,
        path: `${folder}/${path}`,
        integrity: entry.integrity,
        license: entry.license,
        git,
      },
    ];
  });
}

const PackageSchema = z.object({ name: z.string(), version: z.string(), license: LicenseSchema });

/** Whether a path below `node_modules` is the `package.json` of a package, and not one somewhere inside of it. */
export function isPackageJson(path: string): boolean {
  return /^(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/@][^/]*\/package\.json$/.test(path);
}

/** Reads a package's own `package.json`; `path` is its folder in the image. undefined for one that names no package. */
export function parsePackageJson(text: string, path: string): NpmPackage | undefined {
  const parsed = PackageSchema.safeParse(parsedJson(text)).data;
  return parsed === undefined ? undefined : { ...parsed, path };
}
