import { exporterOf, gatherExport } from "../../app/export/gather-export.ts";
import type { SourceNotebook } from "../../app/notebook/source-notebook.ts";
import { aboutFile, readAbout } from "../../pipeline/result/about.ts";
import type { About } from "../../pipeline/result/about.ts";
import { programsFolder, version } from "../places.ts";

/** What its export tells of itself; nothing where it cannot be exported as it is. */
export async function aboutNotebook(source: SourceNotebook): Promise<About> {
  try {
    const exporter = exporterOf(programsFolder(), version());
    const { signal } = new AbortController();
    const gathered = await gatherExport(source, { exporter, onOutput: () => undefined, signal });
    return readAbout(gathered.kind === "files" ? String(gathered.files.get(aboutFile)) : undefined);
  } catch {
    return readAbout(undefined); // without the lock of its packages, say
  }
}
