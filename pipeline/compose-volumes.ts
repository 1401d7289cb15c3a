/** Which folders of a service `docker compose` keeps. No image is looked at: an export is the same on every machine. Pure. */
import type { FrontMatter } from "../notebook/front-matter.ts";

type Service = FrontMatter["services"][string];

/** Folders that usual images declare to hold data (VOLUME), by the last part of their names; PostgreSQL's are elsewhere from 18 on. */
const declared: Readonly<Record<string, (major: number) => readonly string[]>> = {
  postgres: (major) => [major < 18 ? "/var/lib/postgresql/data" : "/var/lib/postgresql"],
  mysql: () => ["/var/lib/mysql"],
  mariadb: () => ["/var/lib/mysql"],
  mongo: () => ["/data/configdb", "/data/db"],
  redis: () => ["/data"],
  valkey: () => ["/data"],
  "clickhouse-server": () => ["/var/lib/clickhouse"],
};

/** Those that the front matter lists, or else those of usual images. */
export function composeFolders({ image, keep }: Pick<Service, "image" | "keep">): readonly string[] {
  if (keep === false) return [];
  if (keep !== true) return [...new Set(keep)].toSorted();
  const [, name = "", tag = ""] = /([^/:@]+)(?::([^/@]+))?(?:@[^/]+)?$/.exec(image) ?? [];
  // "latest", and tags that name no version, are of the newest.
  const major = Number.parseInt(/^v?(\d+)/.exec(tag)?.[1] ?? "1000", 10);
  return Object.hasOwn(declared, name) ? (declared[name]?.(major) ?? []) : [];
}

/** What compose calls the volume of a folder: `db-data`, `db-data-2`, … */
export function composeVolumeName(service: string, index: number): string {
  return index === 0 ? `${service}-data` : `${service}-data-${index + 1}`;
}
