/** Asks which npm package is meant: what is typed is searched for, and can always be taken as it is. */
import * as vscode from "vscode";
import { searchPackages } from "./ask-npm.ts";
import type { FoundPackage } from "./ask-npm.ts";
import { readRequest } from "./package-request.ts";
import type { PackageRequest } from "./package-request.ts";

/** Searched so long after the last key was pressed. */
const pauseMilliseconds = 300;

type Item = vscode.QuickPickItem & { readonly request: PackageRequest | undefined };

/** @param present packages that are there already, with their ranges; undefined when the user changed their mind */
export async function askPackage(
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
