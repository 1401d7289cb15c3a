/** Debian packages, as dpkg notes what is installed. Pure. */

/** One that is installed. */
export interface DebianPackage {
  readonly name: string;
  /** With epoch and revision, as in "1:2.36-9+deb12u4". */
  readonly version: string;
  /** Debian's word for it, such as "amd64", or "all". */
  readonly architecture: string;
  /** The source package it was built from, where name or version differ. */
  readonly source?: { readonly name: string; readonly version: string };
}

/** Reads `/var/lib/dpkg/status`, or a file of `status.d`, which has no line "Status"; what is removed or half there is left out. */
export function parseDpkgStatus(text: string): readonly DebianPackage[] {
  return text
    .split(/\n{2,}/)
    .map(fieldsOf)
    .flatMap((fields) => {
      const [name, version] = [fields.get("Package"), fields.get("Version")];
      if (name === undefined || version === undefined) return [];
      if (!/(^| )installed$/.test(fields.get("Status") ?? "installed")) return [];
      const source = sourceOf(fields.get("Source"), version);
      const architecture = fields.get("Architecture") ?? "all";
      return [{ name, version, architecture, ...(source === undefined ? {} : { source }) }];
    });
}

/** Lines that begin with a space go on with a field that nobody asks for. */
function fieldsOf(paragraph: string): ReadonlyMap<string, string> {
  const lines = paragraph.split("\n").map((line) => /^([A-Za-z-]+): (.*)$/.exec(line));
  return new Map(lines.flatMap((line) => (line === null ? [] : [[line[1] ?? "", (line[2] ?? "").trim()]])));
}

/** `glibc` or, where the version is another one, `glibc (2.36-9)`. */
function sourceOf(field: string | undefined, version: string): DebianPackage["source"] {
  const [, name, own] = /^(\S+)(?: \((.+)\))?$/.exec(field ?? "") ?? [];
  return name === undefined ? undefined : { name, version: own ?? version };
}

/** The fields of `/usr/lib/os-release` that say which distribution a package is of. */
export function parseOsRelease(text: string): { readonly id: string; readonly version?: string } | undefined {
  const lines = text.split("\n").map((line) => /^([A-Z_]+)=["']?(.*?)["']?$/.exec(line));
  const value = (name: string): string | undefined => lines.find((line) => line?.[1] === name)?.[2];
  const [id, version] = [value("ID"), value("VERSION_ID")];
  return id === undefined ? undefined : { id, ...(version === undefined ? {} : { version }) };
}
