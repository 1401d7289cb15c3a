/** Random questions about a notebook; each answer must lie in its cells, in the users' own words, and never in another notebook. */
import assert from "node:assert/strict";
import type { Range } from "../../../language/module/line-index.ts";
import type { Edits, Questions, Target } from "../../../language/service/questions.ts";
import type { Random } from "./random.ts";
import type { Shown } from "./shown.ts";

type Ask = <Name extends keyof Questions>(
  name: Name,
  asked: Questions[Name][0],
) => Promise<Questions[Name][1]>;

/** A notebook that is open, and how it is asked about. */
export interface Open {
  readonly key: string;
  readonly shown: Shown;
  readonly ask: Ask;
  readonly random: Random;
}

interface At {
  readonly key: string;
  readonly cell: number;
  readonly position: { readonly line: number; readonly character: number };
}

type Question = (open: Open, at: At) => Promise<void>;

const word = /^(?:[\p{ID_Continue}$#\u200c\u200d]|\\u[\da-fA-F{}]*)*$/u;
const options = { tabSize: 2, insertSpaces: true };

function checkTargets({ shown }: Open, targets: readonly Target[], what: string): void {
  for (const target of targets) {
    if (target.kind === "cell") shown.at(target.cell, target.range, what);
    else assert.ok(!target.uri.endsWith("notebook.mts"), `${what} leads into a module: ${target.uri}`);
  }
}

function checkEdits(open: Open, { cells, files }: Edits, what: string): Shown {
  for (const { uri } of files) assert.ok(uri.endsWith("/helper.ts"), `${what} changes ${uri}`);
  open.shown.saysNoMark({ cells, files }, what);
  return open.shown.after(cells, what);
}

/** Where a rename of a notebook is refused with a sentence. */
async function renamed(open: Open, at: At, name: string): Promise<Edits | null> {
  try {
    return await open.ask("rename", { ...at, name });
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.doesNotMatch(error.message, /internal|panic|undefined/i);
    return null;
  }
}

const rename: Question = async (open, at) => {
  let prepared: Questions["prepareRename"][1];
  try {
    prepared = await open.ask("prepareRename", at);
  } catch {
    return; // "You cannot rename this element."
  }
  const edits = await renamed(open, at, "renamed");
  if (edits === null) return;
  assert.ok(prepared !== null, "a rename that was not prepared");
  const old = prepared.placeholder;
  assert.equal(open.shown.at(at.cell, prepared.range, "prepareRename").replace(/^["'`]|["'`]$/g, ""), old);
  checkEdits(open, edits, "rename");
  for (const { cell, edits: ofCell } of edits.cells) {
    for (const { range, newText } of ofCell) {
      const own = open.shown.at(cell, range, "rename");
      const wanted = [
        "renamed",
        `${own}: renamed`,
        `${own} as renamed`,
        `renamed: ${own}`,
        `renamed as ${own}`,
      ];
      assert.ok(word.test(own) && wanted.includes(newText), `rename writes ${newText} for ${own}`);
    }
  }
};

const tokens: Question = async (open, { key, cell }) => {
  const found = await open.ask("tokens", { key, cell });
  let [line, character] = [0, 0];
  for (const token of found) {
    const start = { line: token.line, character: token.character };
    const end = { line: token.line, character: token.character + token.length };
    const text = open.shown.at(cell, { start, end }, "tokens");
    assert.match(text, word);
    assert.ok(
      token.line > line || (token.line === line && token.character >= character),
      `tokens out of order at ${JSON.stringify(token)}`,
    );
    [line, character] = [token.line, token.character + token.length];
  }
};

const symbols: Question = async (open, { key, cell }) => {
  type Symbols = Questions["symbols"][1];
  const check = (all: Symbols, outer: Range | undefined): void => {
    for (const { name, range, selectionRange, children } of all) {
      open.shown.at(cell, range, `the symbol ${name}`);
      open.shown.at(cell, selectionRange, `the symbol ${name}`);
      if (outer !== undefined) open.shown.at(cell, outer, name);
      check(children ?? [], range);
    }
  };
  const found = await open.ask("symbols", { key, cell });
  check(found, undefined);
  open.shown.saysNoMark(found, "symbols");
};

const format: Question = async (open, { key, cell, position }) => {
  const end = open.shown.positionAt(cell, open.shown.textOf(cell)?.length ?? 0);
  const range = open.random.chance(0.5) ? undefined : { start: position, end };
  const edits = await open.ask("format", {
    key,
    cell,
    options,
    isTrusted: false,
    ...(range === undefined ? {} : { range }),
  });
  const before = open.shown.textOf(cell) ?? "";
  const after = open.shown.after([{ cell, edits }], "format").textOf(cell) ?? "";
  const bare = (text: string): string => text.replaceAll(/[\s;\ufeff]/g, "");
  assert.equal(bare(after), bare(before), "formatting changes more than white space");
};

const diagnostics: Question = async (open, { key }) => {
  const found = await open.ask("diagnostics", { key });
  for (const { cell, diagnostics: ofCell } of found) {
    for (const { range, related } of ofCell) {
      open.shown.at(cell, range, "diagnostics");
      checkTargets(
        open,
        (related ?? []).map(({ target }) => target),
        "diagnostics",
      );
    }
  }
  open.shown.saysNoMark(found, "diagnostics");
};

const completion: Question = async (open, at) => {
  const trigger = open.random.chance(0.3) ? { trigger: "." } : {};
  const { list, items } = await open.ask("completion", { ...at, ...trigger });
  for (const { label, textEdit } of items) {
    if (textEdit === undefined) continue;
    const ranges = "range" in textEdit ? [textEdit.range] : [textEdit.insert, textEdit.replace];
    for (const range of ranges) open.shown.at(at.cell, range, `completion of ${label}`);
  }
  open.shown.saysNoMark(items, "completion");
  if (items.length === 0) return;
  const own = items.findIndex(({ label }) => /^(?:x|y|total|helped|join)$/.test(label));
  const index = own >= 0 && open.random.chance(0.5) ? own : open.random.below(items.length);
  const resolved = await open.ask("resolveCompletion", { key: at.key, list, index });
  open.shown.after([{ cell: at.cell, edits: resolved.edits }], "resolveCompletion");
  open.shown.saysNoMark(resolved, "resolveCompletion");
};

const actions: Question = async (open, { key, cell, position }) => {
  const end = open.shown.positionAt(cell, open.shown.textOf(cell)?.length ?? 0);
  const found = await open.ask("actions", { key, cell, range: { start: position, end } });
  for (const { title, edits } of found) {
    open.shown.saysNoMark(title, "actions");
    checkEdits(open, edits, title);
  }
};

const hover: Question = async (open, at) => {
  const found = await open.ask("hover", at);
  if (found?.range !== undefined) open.shown.at(at.cell, found.range, "hover");
  open.shown.saysNoMark(found, "hover");
};

const definition: Question = async (open, at) => {
  const of = open.random.of(["definition", "typeDefinition", "implementation"] as const);
  checkTargets(open, await open.ask("definition", { ...at, of }), of);
};

const references: Question = async (open, at) => {
  checkTargets(open, await open.ask("references", { ...at, withDeclaration: true }), "references");
};

const highlights: Question = async (open, at) => {
  for (const { range } of await open.ask("highlights", at)) open.shown.at(at.cell, range, "highlights");
};

const signatureHelp: Question = async (open, at) => {
  open.shown.saysNoMark(
    await open.ask("signatureHelp", { ...at, trigger: "(", isRetrigger: false }),
    "signatures",
  );
};

const imports: Question = async (open, { key, cell }) => {
  const only = open.random.chance(0.5) ? { cell } : {};
  checkEdits(open, await open.ask("organizeImports", { key, ...only }), "organizeImports");
};

const hints: Question = async (open, { key, cell, position }) => {
  const range = { start: position, end: open.shown.positionAt(cell, open.shown.textOf(cell)?.length ?? 0) };
  const found = await open.ask("hints", { key, cell, range });
  for (const hint of found) open.shown.at(cell, { start: hint.position, end: hint.position }, "hints");
  open.shown.saysNoMark(found, "hints");
};

const folding: Question = async (open, { key, cell }) => {
  const lines = (open.shown.textOf(cell) ?? "").split(/\r\n?|\n/).length;
  for (const { start, end } of await open.ask("folding", { key, cell }))
    assert.ok(start <= end && end < lines, `folding of lines ${start} to ${end} of ${lines}`);
};

const selections: Question = async (open, { key, cell, position }) => {
  type Selection = Questions["selections"][1][number];
  const check = ({ range, parent }: Selection): void => {
    open.shown.at(cell, range, "selections");
    if (parent !== undefined) check(parent);
  };
  (await open.ask("selections", { key, cell, positions: [position] })).forEach(check);
};

const questions: readonly (readonly [string, Question])[] = Object.entries({
  ...{ rename, tokens, symbols, format, diagnostics, completion, actions, hover, definition, references },
  ...{ highlights, signatureHelp, imports, hints, folding, selections },
});

/** Asks one question at a random place, names above all. */
export async function askAtRandom(open: Open): Promise<void> {
  const { shown, random, key } = open;
  const withCode = Array.from({ length: shown.cellCount }, (_, cell) => cell).filter(
    (cell) => shown.textOf(cell) !== undefined,
  );
  if (withCode.length === 0) return;
  const cell = random.of(withCode);
  const text = shown.textOf(cell) ?? "";
  const names = [...text.matchAll(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)];
  const offset =
    names.length > 0 && random.chance(0.7)
      ? random.of(names).index + random.below(2)
      : random.below(text.length + 1);
  const [name, question] = random.of(questions);
  const position = shown.positionAt(cell, offset);
  try {
    await question(open, { key, cell, position });
  } catch (error) {
    throw new Error(`${name} at ${JSON.stringify({ cell, position })} of ${JSON.stringify(shown.content)}`, {
      cause: error,
    });
  }
}
