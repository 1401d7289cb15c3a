/** What a run has read and written, under the names that OpenLineage gives files, objects and tables: the same in whatever program tells of them. */
import { posix } from "node:path";
import type { Dataset } from "../result/run-result.ts";

/** One of them, with what is known of it all. */
export interface NamedDataset {
  readonly namespace: string;
  readonly name: string;
  readonly rows: number | undefined;
  readonly bytes: number | undefined;
  readonly files: number | undefined;
}

/** Each once. Parts of a table that were loaded one by one are one; paths start from the notebook's folder. */
export function namedDatasets(datasets: readonly Dataset[], folder: string): readonly NamedDataset[] {
  const byName = new Map<string, NamedDataset>();
  for (const { path, database, rows, bytes, files } of datasets) {
    const { namespace, name } = nameOf(path, database, folder);
    const key = JSON.stringify([namespace, name]);
    const known = byName.get(key);
    byName.set(key, {
      namespace,
      name,
      rows: sum(known?.rows, rows),
      bytes: sum(known?.bytes, bytes),
      files: sum(known?.files, files),
    });
  }
  return [...byName.values()];
}

function sum(known: number | undefined, more: number | undefined): number | undefined {
  return known === undefined ? more : known + (more ?? 0);
}

function nameOf(
  path: string,
  database: string | undefined,
  folder: string,
): Pick<NamedDataset, "namespace" | "name"> {
  const [, bucket, key = ""] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(path) ?? [];
  if (bucket !== undefined) return { namespace: `s3://${bucket}`, name: key };
  const [, schema, table = ""] = /^table:([^.?]+)\.([^?]+)/.exec(path) ?? [];
  if (schema === undefined) return { namespace: "file", name: posix.resolve(folder, path) };
  const [, server = "postgres", inServer = ""] = /^(postgres:\/\/[^/]+)\/(.*)$/.exec(database ?? "") ?? [];
  const parts = [inServer, schema, table].filter((part) => part !== "");
  return { namespace: server, name: parts.map(decodeURIComponent).join(".") };
}
