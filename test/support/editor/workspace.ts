/** Folders for the editor to open: copies, so that nothing the tests do reaches the checkout. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");

export interface Workspace {
  readonly folder: string;
  remove(): void;
}

/** A temporary folder named `pipelines` with copies of files and folders of the checkout at its top. */
export function makeWorkspace(paths: readonly string[]): Workspace {
  const outer = realpathSync(mkdtempSync(join(tmpdir(), "pipenb-ws-")));
  const folder = join(outer, "pipelines"); // what screenshots show
  mkdirSync(folder);
  for (const path of paths) cpSync(join(root, path), join(folder, basename(path)), { recursive: true });
  return {
    folder,
    remove: () => {
      rmSync(outer, { recursive: true, force: true });
    },
  };
}
