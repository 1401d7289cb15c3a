/** How the names of a pipeline's images follow git. */

/** The tag of an image that is built on a branch: what is developed, and what is released. */
export const branchTags: Readonly<Record<string, string>> = {
  develop: "develop",
  main: "latest",
  master: "latest",
};

/**
 * The tags of an image built at a commit: that of the branch, if it has one, and each git tag its own. A git tag that Docker
 * takes for none, such as `a/b`, gives none.
 */
export function imageTags({
  branch,
  tags,
}: {
  readonly branch: string | undefined;
  readonly tags: readonly string[];
}): readonly string[] {
  const ofBranch = Object.entries(branchTags).flatMap(([name, tag]) => (name === branch ? [tag] : []));
  return [...new Set([...ofBranch, ...tags.filter((tag) => /^\w[\w.-]{0,127}$/.test(tag))])];
}
