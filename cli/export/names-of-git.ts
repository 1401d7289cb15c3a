import { dirname, resolve } from "node:path";
import { gitState, type GitState } from "../../app/image/git-state.ts";
import { imageTags } from "../../pipeline/ci/branch-tags.ts";
import { CliError } from "../cli-error.ts";

/** What git makes of a repository's name: its tags there, for exactly one commit. */
export interface NamesOfGit {
  readonly names: readonly string[];
  readonly revision: string;
}

/** The names that `--repository` gives for a notebook; ends the command where git has none, or where files are not committed. */
export async function namesOfGit(
  repository: string,
  notebook: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<NamesOfGit> {
  const byHand = `name the image yourself: --tag ${repository}:NAME`;
  mayBeRepository(repository);
  const state = await gitState(dirname(resolve(notebook)), env);
  if (state === undefined)
    throw new CliError("file", `git knows no commit that ${notebook} is of, so --repository has no tags.`, {
      remedy: `Commit it, or ${byHand}`,
    });
  if (state.changed.length > 0)
    throw new CliError("file", `${several(state.changed)} not as in the commit ${short(state)}.`, {
      remedy: `Commit them or name them in .gitignore, or ${byHand}`,
    });
  const names = imageTags(state).map((tag) => `${repository}:${tag}`);
  if (names.length > 0) return { names, revision: state.revision };
  const where = state.branch === undefined ? "No branch is checked out" : `The branch is ${state.branch}`;
  throw new CliError(
    "file",
    `${where}, and the commit ${short(state)} has no tag that an image could have.`,
    {
      remedy: `The branches develop, main and master give one, and so does a git tag; else ${byHand}`,
    },
  );
}

/** Ends the command where a name has a tag or a digest behind it. */
export function mayBeRepository(name: string): void {
  if (name !== "" && !/:[^/]*$|@/.test(name)) return;
  throw new CliError("usage", `--repository "${name}" is not a repository's name alone.`, {
    remedy: "Name it without a tag, such as registry.example.com/team/weather; git gives the tags.",
  });
}

const short = ({ revision }: GitState): string => revision.slice(0, 10);

function several(files: readonly string[]): string {
  const shown = files.slice(0, 5).join(", ");
  const more = files.length - 5;
  if (more > 0) return `${shown} and ${more} more are`;
  return `${shown} ${files.length === 1 ? "is" : "are"}`;
}
