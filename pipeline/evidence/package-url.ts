/** Package URLs, by which lists of packages and of their faults name the same one (github.com/package-url/purl-spec). */
import type { DebianPackage } from "../../containers/images/contents/dpkg.ts";
import type { ImageContents } from "../../containers/images/contents/read-contents.ts";
import type { NpmPackage } from "../../containers/images/contents/npm.ts";

/** A colon is never encoded there. */
const encoded = (text: string): string => encodeURIComponent(text).replaceAll("%3A", ":");

function qualified(url: string, qualifiers: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(qualifiers).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encoded(value)}`],
  );
  return given.length === 0 ? url : `${url}?${given.sort().join("&")}`;
}

/** `pkg:npm/%40scope/name@1.2.3` */
export function npmUrl({ name, version, git }: NpmPackage): string {
  return qualified(`pkg:npm/${name.split("/").map(encoded).join("/")}@${encoded(version)}`, { vcs_url: git });
}

/** `pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12&upstream=glibc`: the faults that Debian knows are those of source packages. */
export function debianUrl(
  { name, version, architecture, source }: DebianPackage,
  system: ImageContents["system"],
): string {
  const { id, version: release } = system ?? { id: "debian", version: undefined };
  const upstream =
    source === undefined || source.version === version ? source?.name : `${source.name}@${source.version}`;
  return qualified(`pkg:deb/${encoded(id)}/${encoded(name)}@${encoded(version)}`, {
    arch: architecture,
    distro: release === undefined ? undefined : `${id}-${release}`,
    upstream,
  });
}

/** `pkg:generic/node@24.21.0`: the program, whoever has built it. */
export function nodeUrl(version: string): string {
  return `pkg:generic/node@${encoded(version)}`;
}
