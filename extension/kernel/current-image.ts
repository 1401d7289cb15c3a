import type * as vscode from "vscode";
import { statedFrontMatter } from "../front-matter/front-matter-cell.ts";

/**
 * Id of what an environment image's name means now on this machine's engine; undefined where the next start would build another,
 * as the image is gone or its base is another. Rejects where no engine answers.
 */
export async function currentImage(
  notebook: vscode.NotebookDocument,
  name: string,
): Promise<string | undefined> {
  const { requireEngine } = await import("../../containers/engine/connect.ts");
  const { buildSettings, usedBase } = await import("../../containers/images/base-image.ts");
  const { isOnItsBase } = await import("../../containers/images/environment-image.ts");
  const engine = await requireEngine();
  const image = await engine.image(name);
  if (image === undefined) return undefined;
  const base = usedBase(statedFrontMatter(notebook).frontMatter.image.base, buildSettings(process.env));
  return (await isOnItsBase(engine, image, base)) ? image.id : undefined;
}
