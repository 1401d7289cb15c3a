/** "Add Package…": one more key under `image.npm`, asked for by name or by the quick fix of an import that finds no package. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import * as z from "zod";
import { withPackage } from "../../notebook/format/add-package.ts";
import { readFrontMatter } from "../../notebook/format/read-front-matter.ts";
import { CommandError } from "../failures/command-error.ts";
import { showFailure } from "../failures/show-failure.ts";
import { folderOf } from "../language/notebook-language.ts";
import { newestVersion } from "./ask-npm.ts";
import { askPackage } from "./ask-package.ts";
import { frontMatterIn, setFrontMatter } from "./edited-front-matter.ts";
import type { OpenDocument } from "./edited-front-matter.ts";
import { openDocument } from "./open-document.ts";
import { readRequest } from "./package-request.ts";
import type { PackageRequest } from "./package-request.ts";

/** Takes a notebook, a cell or their URI, and the package as `name` or `name@range` where nobody is to be asked. */
export const addPackageCommand = "pipenb.addPackage";

/** Registers it. `whatNow` is told of a notebook whose packages are others now. */
export function registerAddPackage(
  log: vscode.LogOutputChannel,
  whatNow: (document: OpenDocument, added: string) => void,
): vscode.Disposable {
  return vscode.commands.registerCommand(addPackageCommand, async (target: unknown, given: unknown) => {
    let notebook: vscode.Uri | undefined;
    try {
      const document = await openDocument(target);
      notebook = document.uri;
      const before = frontMatterIn(document);
      if (withPackage(before, "any", "*") === undefined) throw broken();
      const asked = z.string().optional().parse(given);
      const request = asked === undefined ? await ask(document, before) : readRequest(asked);
      if (request === undefined) return;
      const range = request.range ?? (await versionOf(request.name, folderOf(document.uri), log));
      // The notebook may have been edited while npm was asked.
      const yaml = withPackage(frontMatterIn(document), request.name, range);
      if (yaml === undefined) throw broken();
      await setFrontMatter(document, yaml);
      whatNow(document, `${request.name} ${range}`);
    } catch (error) {
      void showFailure(error, { log, notebook });
    }
  });
}

function broken(): CommandError {
  return new CommandError(
    "front-matter",
    "The front matter has errors, so that no package can be written into it. Correct it first.",
  );
}

function ask(document: OpenDocument, yaml: string | undefined): Promise<PackageRequest | undefined> {
  const present = readFrontMatter(yaml ?? "pipenb: 1", 1).frontMatter.image.npm;
  return askPackage(folderOf(document.uri), present);
}

/** That of the workspace's own package, else the newest; any where npm cannot be asked. */
async function versionOf(name: string, folder: string, log: vscode.LogOutputChannel): Promise<string> {
  try {
    const text = await readFile(join(folder, "node_modules", name, "package.json"), "utf8");
    return `^${z.object({ version: z.string() }).parse(JSON.parse(text)).version}`;
  } catch {
    // Not installed beside the notebook.
  }
  const newest = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: `Looking for the version of ${name}` },
    () => newestVersion(name, folder),
  );
  if (newest.kind === "version") return `^${newest.version}`;
  if (newest.kind === "no such package")
    throw new CommandError("no-such-package", `npm knows no package ${name}. Correct its name.`);
  log.info(`npm cannot be asked for the version of ${name}`);
  return "*";
}
