/** What git knows of a folder, and what an image that is built there says of it. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The commit that a folder's files are of. */
export interface GitState {
  /** The whole hash. */
  readonly revision: string;
  /** When it was committed, as ISO 8601 in UTC. */
  readonly committed: string;
  /** undefined where HEAD is on none, as after the checkout of a tag. */
  readonly branch: string | undefined;
  /** Those that name this very commit, sorted. */
  readonly tags: readonly string[];
  /** Files that differ from the commit or are not in it; ignored ones aside. */
  readonly changed: readonly string[];
  /** Where the repository comes from, without the login in it. */
  readonly source: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Asks git about the repository that a folder is in; undefined where it is in none, has no commit yet, or git is not there.
 * The branch of a CI job, whose checkout is on none, comes from its environment.
 */
export async function gitState(folder: string, env: Environment): Promise<GitState | undefined> {
  const ask = (...args: readonly string[]): Promise<string | undefined> => git(folder, args);
  const [commit, status, tags, source] = await Promise.all([
    ask("log", "-1", "--no-show-signature", "--format=%H %ct"),
    ask("status", "--porcelain=v2", "--branch", "--untracked-files=all", "-z"),
    ask("tag", "--points-at", "HEAD"),
    ask("remote", "get-url", "origin"),
  ]);
  if (commit === undefined || status === undefined) return undefined;
  const [revision = "", seconds = ""] = commit.trim().split(" ");
  const { branch, changed } = parseStatus(status);
  return {
    revision,
    committed: new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z"),
    branch: branch ?? branchOfJob(env, revision),
    tags: (tags ?? "")
      .split("\n")
      .filter((tag) => tag !== "")
      .sort(),
    changed,
    source: source === undefined ? undefined : publicSource(source.trim()),
  };
}

/** The top folder of the repository that a folder is in. */
export async function repositoryTop(folder: string): Promise<string | undefined> {
  return (await git(folder, ["rev-parse", "--show-toplevel"]))?.replace(/\r?\n$/, "");
}

/** What a command prints; undefined where it fails. No program that the repository's own settings name is started. */
async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  const all = ["-c", "core.fsmonitor=false", "-C", folder, "--no-optional-locks", ...args];
  const ran = promisify(execFile)("git", all, { maxBuffer: 64 * 2 ** 20, windowsHide: true });
  return ran.then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}

/** Reads `git status --porcelain=v2 --branch -z`. */
export function parseStatus(text: string): {
  readonly branch: string | undefined;
  readonly changed: string[];
} {
  const records = text.split("\0");
  const changed: string[] = [];
  let branch: string | undefined;
  for (let index = 0; index < records.length; index += 1) {
    const record = records[index] ?? "";
    const head = /^# branch\.head (.+)$/.exec(record)?.[1];
    if (head !== undefined && head !== "(detached)") branch = head;
    // Words before the path: 8 of a change, 9 of a rename, 10 of a conflict, 1 of a file that git does not know.
    const words = { "1": 8, "2": 9, u: 10, "?": 1 }[record[0] ?? ""];
    if (words === undefined) continue;
    changed.push(record.split(" ").slice(words).join(" "));
    if (record.startsWith("2")) index += 1; // the name before a rename is a record of its own
  }
  return { branch, changed };
}

/** The branch that a job of GitLab or GitHub was started for, if it is for this commit. */
function branchOfJob(env: Environment, revision: string): string | undefined {
  if (env["CI_COMMIT_SHA"] === revision) return env["CI_COMMIT_BRANCH"];
  if (env["GITHUB_SHA"] === revision && env["GITHUB_REF_TYPE"] === "branch") return env["GITHUB_REF_NAME"];
  return undefined;
}

/** An address without the login in it, `git@host:path` aside; undefined for a folder of this machine, which is nobody's business. */
export function publicSource(source: string): string | undefined {
  const [, scheme, rest] = /^(https?|ssh|git|git\+ssh):\/\/(?:[^/]*@)?(.+)$/.exec(source) ?? [];
  if (scheme !== undefined) return `${scheme}://${rest ?? ""}`;
  return /^[\w.-]+@[\w.-]+:[^\\]/.test(source) ? source : undefined;
}

/** When the commit was made, on images of a clean one. */
export const createdLabel = "org.opencontainers.image.created";

/**
 * The labels of OCI's image specification that say where an image comes from. One of changed files is marked by `-dirty`
 * behind the revision, and says no time: its commit's would be a lie.
 */
export function originLabels(state: GitState | undefined): Readonly<Record<string, string>> {
  if (state === undefined) return {};
  const { revision, committed, tags, changed, source } = state;
  const clean = changed.length === 0;
  const version = clean ? tags[0] : undefined;
  return {
    [revisionLabel]: clean ? revision : `${revision}-dirty`,
    ...(clean ? { [createdLabel]: committed } : {}),
    ...(source === undefined ? {} : { "org.opencontainers.image.source": source }),
    ...(version === undefined ? {} : { "org.opencontainers.image.version": version }),
  };
}

/** The label with the commit that an image was built at. */
export const revisionLabel = "org.opencontainers.image.revision";
