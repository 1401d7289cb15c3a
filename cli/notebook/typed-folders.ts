import { findEngine } from "../../containers/engine/connect.ts";
import { typesCacheFolder } from "../../containers/hosts/local/own-folders.ts";
import { typesOf } from "../../containers/types/types-of.ts";
import type { FrontMatter } from "../../notebook/front-matter.ts";
import { shippedTypesFolder } from "../places.ts";

/**
 * The folders whose `node_modules` have the types of a notebook's packages: its environment's where it was built, else what is
 * beside it; and last those of Node and zx that pipenb brings along.
 */
export async function typedFolders(path: string, frontMatter: FrontMatter): Promise<readonly string[]> {
  const { env } = process;
  const { modulesFolders, typesFolder } = await typesOf(
    { path, frontMatter },
    {
      runtime: "container",
      cacheFolder: typesCacheFolder(env),
      shippedFolder: shippedTypesFolder(),
      engine: () => findEngine({ env }),
      env,
    },
  );
  return [...modulesFolders, typesFolder];
}
