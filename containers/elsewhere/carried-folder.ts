/** A mount that an engine on another machine cannot make: its files are carried there and back instead. Pure. */
import { posix } from "node:path";
import type { ContainerSpec, Mount, TreeEntry } from "../engine/engine.ts";

/** Who may do what with the files there. */
export type Access =
  /** The container's user owns them. */
  | "own"
  /** Everybody reads them and nobody writes. */
  | "read"
  /** The container's user alone reads them. */
  | "secret"
  /** As on this machine, by number: for images that step down to a user of their own. */
  | "same";

export interface CarriedFolder {
  /** Path on this machine, of a folder or of one file. */
  readonly source: string;
  /** Path in the container. */
  readonly target: string;
  /** What changes there does not come here. */
  readonly readOnly: boolean;
  readonly access: Access;
  /** Names of folders that are left out wherever they are. */
  readonly without: readonly string[];
  /** Paths below it where another one lies in the container. */
  readonly covered: readonly string[];
}

/** What no cell needs of a notebook's folder, and is large: packages come with the image. */
const leftOut = [".git", "node_modules", ".pipenb"];

const secretsFolder = "/run/secrets/";

/**
 * The specification without what another machine cannot give, and what is to be carried in its stead.
 *
 * @param notebookTarget where the notebook's own folder is in the container, if it is mounted
 */
export function withoutBinds(
  spec: ContainerSpec,
  notebookTarget?: string,
): { readonly spec: ContainerSpec; readonly folders: readonly CarriedFolder[] } {
  const binds = spec.mounts.filter(({ kind }) => kind === "bind");
  const folders = binds.map((bind) => ({
    source: bind.source,
    target: bind.target,
    readOnly: bind.readOnly,
    access: accessOf(bind, spec),
    without: bind.target === notebookTarget ? leftOut : [],
    covered: binds.flatMap(({ target }) => {
      const path = posix.relative(bind.target, target);
      return path === "" || path.startsWith("..") ? [] : [path];
    }),
  }));
  return {
    spec: { ...spec, publish: [], mounts: spec.mounts.filter(({ kind }) => kind !== "bind") },
    folders,
  };
}

function accessOf({ target, readOnly }: Mount, { restricted }: ContainerSpec): Access {
  if (!readOnly) return "own";
  if (!restricted) return "same";
  return target.startsWith(secretsFolder) ? "secret" : "read";
}

/** Who owns an entry in a container, and its permission bits there. */
export interface Ownership {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

const nobody = 65_534;

/** @param user "uid:gid"; undefined where the image says who it is, so that everybody has to be let in. */
export function ownershipOf(
  { kind, mode }: Pick<TreeEntry, "kind" | "mode">,
  access: Exclude<Access, "same">,
  user: string | undefined,
): Ownership {
  const [uid = 0, gid = 0] = (user ?? "0:0").split(":").map(Number);
  const isProgram = kind === "folder" || (mode & 0o111) !== 0;
  if (access === "own") {
    const own = mode | (kind === "folder" ? 0o700 : 0o600);
    return { uid, gid, mode: user === undefined ? 0o666 | (isProgram ? 0o111 : 0) : own };
  }
  if (access === "secret") return { uid, gid, mode: user === undefined ? 0o444 : 0o400 };
  // Without capabilities root writes only what it owns.
  const other = uid === 0 && user !== undefined ? nobody : 0;
  return { uid: other, gid: other, mode: 0o444 | (isProgram ? 0o111 : 0) };
}
