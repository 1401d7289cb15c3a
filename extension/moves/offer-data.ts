/** A notebook that was renamed in the editor: what its services keep goes along, if the person wants it. */
import { basename } from "node:path";
import * as vscode from "vscode";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { sayShortly } from "../say-shortly.ts";

/** Asks only where something is kept; an engine is looked for only where the notebook has services. */
export async function offerData(before: vscode.Uri, after: vscode.Uri): Promise<void> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(after));
  const { services } = parseNotebook(text).notebook.frontMatter;
  if (Object.keys(services).length === 0) return;
  const { connectEngine } = await import("../../containers/engine/connect.ts");
  const connection = await connectEngine();
  if (connection.kind === "none") return;
  const { engine } = connection;
  const { findServices } = await import("../../containers/services/find-services.ts");
  const keeping = (await findServices(engine, before.fsPath)).filter(({ volumes }) => volumes.length > 0);
  if (keeping.length === 0) return;
  const names = keeping.map(({ service }) => service).join(", ");
  const along = "Take Data Along";
  const chosen = await vscode.window.showInformationMessage(
    `The data of ${names} are kept under the notebook's former name, ${basename(before.path)}.`,
    {},
    along,
  );
  if (chosen !== along) return;
  const { moveService } = await import("../../containers/services/move-data.ts");
  for (const service of keeping) await moveService(engine, service, after.fsPath);
  sayShortly(`The data of ${names} are those of ${basename(after.path)} now.`);
}
