/** Import specifiers that are no package's name and no file: `npm:`, `jsr:` and addresses. */

/** A package from npm by another way of writing it. */
export interface NpmPackage {
  readonly name: string;
  /** As npm understands it; undefined where none was given. */
  readonly range: string | undefined;
  /** "/part" or "". */
  readonly subpath: string;
}

/** Places of the web that give npm's packages as modules. */
const mirrors: readonly RegExp[] = [
  /^https:\/\/(?:cdn\.)?esm\.sh\/(?:stable\/|v\d+\/)?(?!(?:gh|jsr|pr)\/)\*?/,
  /^https:\/\/esm\.run\//,
  /^https:\/\/cdn\.skypack\.dev\//,
  /^https:\/\/cdn\.jsdelivr\.net\/npm\//,
  /^https:\/\/unpkg\.com\//,
];

/** The package that `npm:ms@2.1.3` or `https://esm.sh/ms@2.1.3` means; undefined for any other specifier. */
export function npmPackage(specifier: string): NpmPackage | undefined {
  if (specifier.startsWith("npm:")) return readPackage(specifier.slice("npm:".length).replace(/^\//, ""));
  const mirror = mirrors.find((each) => each.test(specifier));
  if (mirror === undefined) return undefined;
  const path = specifier.replace(mirror, "").replace(/[?#].*$/, "");
  return readPackage(path.replace(/\/\+esm$/, ""));
}

function readPackage(text: string): NpmPackage | undefined {
  const match = /^((?:@[a-z0-9~._-]+\/)?[a-z0-9~._-]+)(?:@([^/]+))?(\/.*)?$/i.exec(text);
  const [, name, range, subpath = ""] = match ?? [];
  return name === undefined ? undefined : { name, range, subpath: subpath === "/" ? "" : subpath };
}

/** What to write for the standard library of Deno. */
const standard: Readonly<Record<string, string>> = {
  assert: 'import assert from "node:assert/strict", and assert.equal(a, b)',
  async: 'import { setTimeout as delay } from "node:timers/promises"',
  collections: "Object.groupBy and the methods of arrays",
  crypto: 'import { createHash } from "node:crypto"',
  csv: 'import { csvParse } from "d3-dsv", with d3-dsv under image.npm',
  datetime: "Intl.DateTimeFormat, or date-fns under image.npm",
  dotenv: "process.env, with `environment` in the front matter",
  encoding: 'Buffer.from(text, "base64") and the like',
  fmt: 'import { styleText } from "node:util"',
  fs: 'import { mkdir, cp, glob } from "node:fs/promises"',
  path: 'import { join } from "node:path"',
  streams: 'import { text } from "node:stream/consumers"',
  testing: 'import { test } from "node:test"',
  yaml: 'import { parse } from "yaml", with yaml under image.npm',
};

/** Why a specifier cannot be imported, and what to write instead; undefined where it can. */
export function foreignSpecifier(
  specifier: string,
): { readonly message: string; readonly remedy: string } | undefined {
  const part = /^(?:jsr:\/?)?@std\/([a-z-]+)|^https:\/\/deno\.land\/std(?:@[^/]+)?\/([a-z_]+)/.exec(
    specifier,
  );
  const instead = standard[part?.[1] ?? part?.[2]?.replaceAll("_", "-") ?? ""];
  if (part !== null)
    return {
      message: `${specifier} is Deno's standard library.`,
      remedy: `Write ${instead ?? "what Node has for it, or take a package from npm"}.`,
    };
  if (specifier.startsWith("jsr:"))
    return {
      message: `${specifier} is a package of JSR; packages come from npm.`,
      remedy: "Take one from npm: name it under image.npm, and import it by its name.",
    };
  if (/^https?:/.test(specifier))
    return {
      message: `${specifier} is an address; a module is imported from a package or from a file.`,
      remedy:
        "Take the package from npm under image.npm, or save the module beside the notebook and import ./its-name.ts.",
    };
  return undefined;
}
