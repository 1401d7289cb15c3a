import { NpmError } from "./npm-error.ts";

/** Packages that stand in a place of this machine, or of a project of several packages: npm would lock a link to nowhere. */
const place = /^(?:file|link|portal|workspace|catalog|patch):|^(?:\.{0,2}|~)[\\/]|^[a-z]:[\\/]/i;

/** Throws a {@link NpmError} for the first package of `image.npm` that no container could install. */
export function refusePlaces(npm: Readonly<Record<string, string>>): void {
  const found = Object.entries(npm).find(([, wanted]) => place.test(wanted));
  if (found === undefined) return;
  const [name, wanted] = found;
  throw new NpmError({ code: "place", name, wanted });
}
