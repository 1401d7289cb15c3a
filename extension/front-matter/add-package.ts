/** "Add Package…": one more key under `image.npm`, asked for by name or by the quick fix of an import that finds no package. */
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import * as z from "zod";
import { withPackage } from "../../notebook/format/add-package.ts";
import { readFrontMatter } from "../../notebook/format/read-front-matter.ts";
import { CommandError } from "../failures/command-error.ts";
import { showFailure } from "../failures/show-failure.ts";
import { folderOf } from "../language/notebook-language.ts";
import { newestVersion, searchPackages } from "./ask-npm.ts";
import type { FoundPackage } from "./ask-npm.ts";
import { frontMatterIn, setFrontMatter, openDocument } from "./edited-front-matter.ts";
import type { OpenDocument } from "./edited-front-matter.ts";
import type { Kernels } from "../kernel/kernels.ts";
import { sayShortly } from "../say-shortly.ts";

/** Takes a notebook, a cell or their URI, and the package as `name` or `name@range` where nobody is to be asked. */
export const addPackageCommand = "pipenb.addPackage";

/** Registers it. */
export function registerAddPackage(
  log: vscode.LogOutputChannel,
  kernels: Pick<Kernels, "stateOf">,
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
      const range = request.range ?? (await versionOf(request.name, npmFolder(document.uri), log));
      // The notebook may have been edited while npm was asked.
      const yaml = withPackage(frontMatterIn(document), request.name, range);
      if (yaml === undefined) throw broken();
      await setFrontMatter(document, yaml);
      sayAdded(document, `${request.name} ${range}`, kernels);
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
  return askPackage(npmFolder(document.uri), present);
}

/** Where npm is asked: what a workspace configures it to do, it does only where the workspace is trusted. */
function npmFolder(notebook: vscode.Uri): string {
  return vscode.workspace.isTrusted ? folderOf(notebook) : homedir();
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

/** Searched so long after the last key was pressed. */
const pauseMilliseconds = 300;

type Item = vscode.QuickPickItem & { readonly request: PackageRequest | undefined };

interface PackageRequest {
  readonly name: string;
  /** undefined: the newest. */
  readonly range: string | undefined;
}

const name = "(?:@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*";
const request = new RegExp(`^(${name})(?:@(\\S.*))?$`);

/** undefined for words that name no package. */
function readRequest(typed: string): PackageRequest | undefined {
  const [, found, range] = request.exec(typed.trim()) ?? [];
  return found === undefined ? undefined : { name: found, range: range?.trim() };
}

/** @param present packages that are there already, with their ranges; undefined when the user changed their mind */
async function askPackage(
  folder: string,
  present: Readonly<Record<string, string>>,
): Promise<PackageRequest | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = "Add an npm package to the front matter";
  pick.placeholder = "Words to search npm for, or a package as name@range";
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  let abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const search = async (words: string): Promise<void> => {
    const { signal } = abort;
    const found = await searchPackages(words, folder, signal);
    if (signal.aborted) return;
    pick.busy = false;
    const typed = typedItems(words, present);
    pick.items = [
      ...typed,
      ...(found === undefined ? [cannotSearch] : found.map((each) => toItem(each, present))),
    ];
  };
  try {
    return await new Promise<PackageRequest | undefined>((resolve) => {
      pick.onDidChangeValue((value) => {
        clearTimeout(timer);
        abort.abort();
        abort = new AbortController();
        const words = value.trim();
        pick.items = typedItems(words, present);
        pick.busy = words !== "";
        if (words === "") return;
        timer = setTimeout(() => {
          search(words).catch(() => undefined); // taken back: the next letters are searched for
        }, pauseMilliseconds);
      });
      pick.onDidAccept(() => {
        const [chosen] = pick.activeItems;
        if (chosen?.request !== undefined) resolve(chosen.request);
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
    });
  } finally {
    clearTimeout(timer);
    abort.abort();
    pick.dispose();
  }
}

const cannotSearch: Item = {
  label: "$(info) npm cannot be searched from here",
  detail:
    "Offline, or a registry without a search: type the package's name, with @ and a version range if you like.",
  alwaysShow: true,
  request: undefined,
};

function typedItems(words: string, present: Readonly<Record<string, string>>): readonly Item[] {
  const request = readRequest(words);
  if (request === undefined) return [];
  const { name, range } = request;
  return [
    {
      label: `$(add) ${name}`,
      description: `${range ?? "newest version"}${there(name, present)}`,
      alwaysShow: true,
      request,
    },
  ];
}

function toItem(
  { name, version, description }: FoundPackage,
  present: Readonly<Record<string, string>>,
): Item {
  return {
    label: `$(package) ${name}`,
    description: `${version}${there(name, present)}`,
    detail: description,
    alwaysShow: true, // npm finds by more than what is shown
    request: { name, range: `^${version}` },
  };
}

function there(name: string, present: Readonly<Record<string, string>>): string {
  const range = present[name];
  return range === undefined ? "" : `, in place of ${range}`;
}

/** Says that a package was added, and offers to bring it into the environment. Where a kernel runs that offer comes from its own notice. */
function sayAdded(document: OpenDocument, added: string, kernels: Pick<Kernels, "stateOf">): void {
  const said = `${added} is in the front matter now.`;
  if ("getCells" in document && kernels.stateOf(document).kind === "ready") {
    sayShortly(said);
    return;
  }
  const build = "Build Environment";
  const buttons = vscode.workspace.isTrusted ? [build] : [];
  const message = `${said} The first cell that runs brings it into the environment.`;
  void vscode.window.showInformationMessage(message, ...buttons).then((chosen) => {
    if (chosen === build) return vscode.commands.executeCommand("pipenb.buildEnvironment", document.uri);
    return undefined;
  });
}
