/**
 * Notebooks whose files are renamed, moved, copied or deleted in the editor: their kernel, its running cells and its choice,
 * their lock, their outputs and what is remembered of them go where a person expects them, and the person is told.
 * docs/decisions/0015 says why so.
 */
import { readFile, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import type { KeptKernels } from "../kernel/kept-kernels.ts";
import type { Kernels } from "../kernel/kernels.ts";
import { notebookText } from "../notebook-text.ts";
import { isOnDisk } from "../outputs/opened-file.ts";
import type { OutputCache } from "../outputs/output-cache.ts";
import { showFailure } from "../failures/show-failure.ts";
import { sayShortly } from "../say-shortly.ts";
import { copyLock, moveLock, restoreLock, takeLock } from "./files-beside.ts";
import { forgetMemory, moveMemory } from "./move-memory.ts";
import type { KeyedMemory } from "./move-memory.ts";
import { isAtOrBelow, movedName, type Move } from "./moved-name.ts";
import { offerData } from "./offer-data.ts";
import { originalOf } from "./original-of.ts";
import { hashOf } from "./set-aside.ts";
import type { SetAside } from "./set-aside.ts";

export interface FollowFilesOptions {
  readonly kernels: Kernels;
  readonly kept: KeptKernels;
  readonly outputs: OutputCache;
  readonly memory: KeyedMemory;
  readonly setAside: SetAside;
  readonly log: vscode.LogOutputChannel;
}

/** The editor tells of no rename that has failed. */
const longestRenameMilliseconds = 30_000;
/** So long a file is one that was just made. */
const newMilliseconds = 60_000;

/** Follows them. */
export function followFiles(options: FollowFilesOptions): vscode.Disposable {
  const { kernels, outputs, log } = options;
  /** Those under way, by what they rename. */
  const renames = new Map<string, Rename>();
  /** Of notebooks that are being deleted, by their paths. */
  const hashes = new Map<string, string>();
  /** New files without a text yet. */
  const empty = new WeakSet<vscode.NotebookDocument>();
  const logged = (what: string, work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => {
      log.error(`${what}: ${String(error)}`);
    });
  return vscode.Disposable.from(
    vscode.workspace.onWillRenameFiles((event) => {
      const moves = movesOf(event);
      const done = kernels.renames.hold(moves);
      const [key, rename] = [
        JSON.stringify(moves),
        { done, opened: [...vscode.workspace.notebookDocuments] },
      ];
      renames.get(key)?.done(); // that one has failed, as it is tried again
      renames.set(key, rename);
      setTimeout(() => {
        done();
        if (renames.get(key) === rename) renames.delete(key);
      }, longestRenameMilliseconds);
      // What still waits to be written belongs to the old name.
      event.waitUntil(outputs.flush());
    }),
    vscode.workspace.onDidRenameFiles((event) => {
      const key = JSON.stringify(movesOf(event));
      const { done, opened = [] } = renames.get(key) ?? {};
      renames.delete(key);
      const work = event.files.map(({ oldUri, newUri }) => renamed(oldUri, newUri, opened, options));
      void logged(
        "A rename cannot be followed",
        Promise.all(work).then(() => undefined),
      ).then(done);
    }),
    vscode.workspace.onWillDeleteFiles((event) => {
      event.waitUntil(outputs.flush());
      for (const { fsPath } of event.files.filter(isNotebook))
        event.waitUntil(
          readFile(fsPath).then(
            (bytes) => hashes.set(fsPath, hashOf(bytes)),
            () => undefined, // gone already
          ),
        );
    }),
    vscode.workspace.onDidDeleteFiles(({ files }) => {
      for (const uri of files) {
        const work = deleted(uri, hashes.get(uri.fsPath) ?? "", options);
        hashes.delete(uri.fsPath);
        void logged("A deletion cannot be followed", work);
      }
    }),
    vscode.workspace.onDidCreateFiles(({ files }) => {
      for (const uri of files.filter(isNotebook))
        void logged(`${uri.fsPath} cannot be given what belongs to it`, created(uri, options));
    }),
    vscode.workspace.onDidOpenNotebookDocument((document) => {
      const { uri, notebookType, cellCount } = document;
      if (notebookType !== "pipenb" || !isOnDisk(uri)) return;
      // "Save As" makes an empty file, opens it, puts the cells into it, and saves it without the editor's saying so.
      if (cellCount === 0) empty.add(document);
      else void logged(`${uri.fsPath} cannot be given what belongs to it`, opened(document, options));
    }),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => {
      if (notebook.cellCount > 0 && empty.delete(notebook))
        void logged(`${notebook.uri.fsPath} cannot be given what belongs to it`, opened(notebook, options));
    }),
  );
}

interface Rename {
  readonly done: () => void;
  /** What was open before it. */
  readonly opened: readonly vscode.NotebookDocument[];
}

const movesOf = ({ files }: Pick<vscode.FileRenameEvent, "files">): readonly Move[] =>
  files.map(({ oldUri, newUri }) => ({ from: oldUri.toString(), to: newUri.toString() }));

const isNotebook = ({ path }: vscode.Uri): boolean => path.endsWith(".pipenb");

function say(words: string, log: vscode.LogOutputChannel): void {
  log.info(words);
  sayShortly(words);
}

/** Notebooks at a place or below it that are open or have a kernel. */
async function notebooksAt(place: vscode.Uri, kept: KeptKernels): Promise<readonly vscode.Uri[]> {
  const open = vscode.workspace.notebookDocuments
    .filter(({ notebookType }) => notebookType === "pipenb")
    .map(({ uri }) => uri.toString());
  const all = new Set([...open, ...(await kept.notebooks())]);
  return [...all].filter((name) => isAtOrBelow(name, place.toString())).map((name) => vscode.Uri.parse(name));
}

/** @param opened what was open before the rename */
async function renamed(
  from: vscode.Uri,
  to: vscode.Uri,
  opened: readonly vscode.NotebookDocument[],
  options: FollowFilesOptions,
): Promise<void> {
  const { kernels, kept, outputs, memory, log } = options;
  const move = { from: from.toString(), to: to.toString() };
  if (isNotebook(from) && !isNotebook(to)) {
    if (await kernels.stop(from, "its file is no notebook any more"))
      say(`${basename(to.path)} is no notebook by its name: its kernel has ended.`, log);
    return;
  }
  const notebooks = await notebooksAt(from, kept);
  await moveMemory(memory, move);
  // Its kernel first: to who looks after that, the lock that goes would be one that has changed.
  const moves = notebooks.map((before) => ({
    before,
    after: vscode.Uri.parse(movedName(before.toString(), move) ?? before.toString()),
  }));
  const movedKernels = await Promise.all(moves.map(({ before, after }) => kernels.move(before, after)));
  // A folder takes with it what is in it.
  if (isNotebook(from)) {
    await moveLock(from.fsPath, to.fsPath);
    await outputs.move(from.fsPath, to.fsPath);
    offerData(from, to).catch((error: unknown) => showFailure(error, { log, notebook: to }));
  }
  for (const [index, { before, after }] of moves.entries()) {
    if (movedKernels[index] === true) tellMoved(before, after, options);
    const isIt = ({ uri }: vscode.NotebookDocument): boolean => uri.toString() === after.toString();
    const document = vscode.workspace.notebookDocuments.find(isIt);
    if (document !== undefined) void takeUp(document, opened.some(isIt), options);
  }
}

/** @param old the editor had kept the document: it shows what its cells had done when the file was last called so */
async function takeUp(
  document: vscode.NotebookDocument,
  old: boolean,
  { kernels, outputs }: FollowFilesOptions,
): Promise<void> {
  kernels.takeUp({ document, shown: old ? await outputs.keptFor(document) : [] });
}

function tellMoved(before: vscode.Uri, after: vscode.Uri, { kernels, log }: FollowFilesOptions): void {
  const name = basename(after.path);
  const folder = dirname(before.fsPath);
  if (folder === dirname(after.fsPath)) {
    say(`${name}: the kernel goes on, with all variables.`, log);
    return;
  }
  const stop = "Stop Kernel";
  const words = `${name} has moved. Its kernel goes on, with all variables; relative paths still start at ${folder} until another kernel is started.`;
  log.info(words);
  void vscode.window.showInformationMessage(words, stop).then(async (chosen) => {
    if (chosen === stop) await kernels.stop(after, "its notebook has moved");
  });
}

async function deleted(place: vscode.Uri, hash: string, options: FollowFilesOptions): Promise<void> {
  const { kernels, kept, outputs, memory, setAside, log } = options;
  const stopped: string[] = [];
  for (const uri of await notebooksAt(place, kept))
    if (await kernels.stop(uri, "its notebook was deleted")) stopped.push(basename(uri.path));
  await forgetMemory(memory, place.toString());
  const [lock, shown] = isNotebook(place)
    ? [await takeLock(place.fsPath), await outputs.take(place.fsPath)]
    : [undefined, undefined];
  await setAside.put({ notebook: place.fsPath, hash, lock, outputs: shown });
  const words = [
    ...(stopped.length === 0 ? [] : [`${stopped.join(", ")} was deleted: the kernel has ended.`]),
    ...(lock === undefined && shown === undefined
      ? []
      : [`Its lock and outputs come back when the file does.`]),
  ];
  if (words.length > 0) say(words.join(" "), log);
}

/** Gives what was set aside when the notebook was deleted. */
async function restored({ fsPath, path }: vscode.Uri, options: FollowFilesOptions): Promise<boolean> {
  const { outputs, setAside, log } = options;
  const bytes = await readFile(fsPath).catch(() => undefined);
  const belongings = bytes === undefined ? undefined : await setAside.take(fsPath, hashOf(bytes));
  if (belongings === undefined) return false;
  if (belongings.lock !== undefined) await restoreLock(fsPath, belongings.lock);
  if (belongings.outputs !== undefined) await outputs.restore(fsPath, belongings.outputs);
  say(`${basename(path)} is back, and its lock and outputs with it.`, log);
  return true;
}

/** A notebook that has come without the editor's telling where from. */
async function opened(document: vscode.NotebookDocument, options: FollowFilesOptions): Promise<void> {
  const { uri } = document;
  const { renames } = options.kernels;
  await renames.settled(uri.toString());
  if (renames.isNewName(uri.toString()) || (await restored(uri, options))) return;
  const found = await stat(uri.fsPath).catch(() => undefined);
  if (found !== undefined && Date.now() - found.birthtimeMs < newMilliseconds)
    await copied(uri, notebookText(document), options);
}

/** A file that is new: one that was deleted before, or a copy. */
async function created(uri: vscode.Uri, options: FollowFilesOptions): Promise<void> {
  if (await restored(uri, options)) return;
  await copied(uri, new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)), options);
}

async function copied(uri: vscode.Uri, text: string, { outputs, log }: FollowFilesOptions): Promise<void> {
  const open = vscode.workspace.notebookDocuments
    .filter(({ notebookType }) => notebookType === "pipenb")
    .map((notebook) => ({ path: notebook.uri.fsPath, text: notebookText(notebook) }));
  const original = await originalOf({ path: uri.fsPath, text }, open);
  if (original === undefined) return;
  await outputs.flush();
  const locked = await copyLock(original, uri.fsPath);
  const shown = await outputs.copy(original, uri.fsPath);
  if (!locked && !shown) return;
  const what = [...(locked ? ["lock"] : []), ...(shown ? ["outputs"] : [])].join(" and ");
  say(`${basename(uri.path)} has the ${what} of ${basename(original)}, and no kernel yet.`, log);
}
