/** Where an export goes. Free of the editor's API. */
import { dirname, join } from "node:path";

/** The folder that is proposed first. */
export function proposedFolder(notebookPath: string, name: string): string {
  return join(dirname(notebookPath), `${name}-pipeline`);
}
