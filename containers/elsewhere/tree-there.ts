/** What folders of a running container hold, asked of the Node in it. */
import * as z from "zod";
import type { Engine, TreeEntry } from "../engine/engine.ts";
import { EngineError } from "../engine/engine-error.ts";
import type { CarriedFolder } from "./carried-folder.ts";
import { plainNode } from "./plain-node.ts";

/** Prints one line: for each folder its entries. */
const list = `
  const fs = require("node:fs");
  const walk = ({ target, without, covered }) => {
    const entries = [];
    const visit = (path) => {
      const place = path === "" ? target : target + "/" + path;
      let stats;
      try { stats = fs.lstatSync(place); } catch { return; }
      const kind = stats.isDirectory() ? "folder" : stats.isSymbolicLink() ? "link" : stats.isFile() ? "file" : "";
      if (kind === "") return;
      const link = kind === "link" ? fs.readlinkSync(place) : undefined;
      const size = kind === "file" ? stats.size : 0;
      entries.push({ path, kind, size, modified: stats.mtimeMs, mode: stats.mode & 0o777, link });
      if (kind !== "folder") return;
      let names = [];
      try { names = fs.readdirSync(place); } catch {}
      for (const name of names) {
        const below = path === "" ? name : path + "/" + name;
        if (!without.includes(name) && !covered.includes(below)) visit(below);
      }
    };
    visit("");
    return entries;
  };
  console.log(JSON.stringify(JSON.parse(process.argv[1]).map(walk)));
`;

/** Deletes files and links, and folders that are empty. */
const remove = `
  const fs = require("node:fs");
  for (const [path, kind] of JSON.parse(process.argv[1]))
    try { kind === "folder" ? fs.rmdirSync(path) : fs.unlinkSync(path); } catch {}
`;

const removedAtOnce = 100;

const EntriesSchema = z.array(
  z.array(
    z.object({
      path: z.string(),
      kind: z.enum(["file", "folder", "link"]),
      size: z.number(),
      modified: z.number(),
      mode: z.number(),
      link: z.string().optional(),
    }),
  ),
);

/** The entries of each folder, by their paths. @param node the program to run in the container */
export async function treesThere(
  engine: Engine,
  containerId: string,
  node: string,
  folders: readonly CarriedFolder[],
): Promise<readonly ReadonlyMap<string, TreeEntry>[]> {
  const asked = folders.map(({ target, without, covered }) => ({ target, without, covered }));
  const command = [node, "-e", list, JSON.stringify(asked)];
  const { exitCode, output } = await engine.exec(containerId, command, plainNode);
  const lines = output.trim().split("\n");
  if (exitCode !== 0)
    throw new EngineError({
      code: "engine",
      doing: "list the files of a container",
      said: output.slice(-1_000),
    });
  const trees = EntriesSchema.parse(JSON.parse(lines.at(-1) ?? ""));
  return trees.map((entries) => new Map(entries.map((entry) => [entry.path, entry])));
}

/** Deletes entries of a running container, by their whole paths; what cannot be is left. */
export async function removeThere(
  engine: Engine,
  containerId: string,
  node: string,
  paths: readonly (readonly [path: string, kind: TreeEntry["kind"]])[],
): Promise<void> {
  const left = paths.toSorted(([a], [b]) => b.length - a.length);
  // The deepest first; a command line takes only so much.
  while (left.length > 0)
    await engine.exec(
      containerId,
      [node, "-e", remove, JSON.stringify(left.splice(0, removedAtOnce))],
      plainNode,
    );
}
