/** What somebody waits for who writes code, measured of whatever answers. */
import { setTimeout as pause } from "node:timers/promises";
import { repeat, sampleOf } from "../measure.ts";
import type { Sample } from "../measure.ts";

/** A notebook, or its code as one file, with something that answers about it. */
export interface Answering {
  /** Shows the code for the first time; settles with how many mistakes are known then. */
  open(): Promise<number>;
  /** `typed` stands on a line of its own at the end of a cell, in place of what was typed there before. */
  type(typed: string): void;
  /** How much is offered at the end of it. */
  complete(): Promise<number>;
  /** How many mistakes there are. */
  diagnose(): Promise<number>;
  /** Megabytes of the process that answers. */
  memory(): number;
  close(): Promise<void>;
}

export interface LanguageTimes {
  readonly first: Sample;
  readonly completion: Sample;
  readonly diagnostics: Sample;
  readonly memory: Sample;
}

/** Between two keys of somebody who types fast. */
const keyMilliseconds = 30;
/** After the last key the editor waits for so long before it asks what is wrong. */
const pauseMilliseconds = 120;
const openings = 5;
const words = ["orders0", "orders5", "rows", "shares", "path", "connection", "orders15", "pl"];

/** `make` gives one that nothing is known to yet. */
export async function measureLanguage(make: () => Answering): Promise<LanguageTimes> {
  // Compiled code is kept from the first time on.
  const typing = await withOpened(make, async (answering) => ({
    ...(await measureTyping(answering)),
    memory: sampleOf([answering.memory()]),
  }));
  const first = await repeat({ warmups: 0, runs: openings }, () =>
    withOpened(make, (_, milliseconds) => Promise.resolve(milliseconds)),
  );
  return { first, ...typing };
}

/** `work` is told how long it took until the first mistakes were known. */
async function withOpened<Result>(
  make: () => Answering,
  work: (answering: Answering, milliseconds: number) => Promise<Result>,
): Promise<Result> {
  const answering = make();
  try {
    const began = performance.now();
    const found = await answering.open();
    const took = performance.now() - began;
    if (found !== 1) throw new Error(`${found} mistakes were found where there is one.`);
    return await work(answering, took);
  } finally {
    await answering.close();
  }
}

async function measureTyping(
  answering: Answering,
): Promise<Pick<LanguageTimes, "completion" | "diagnostics">> {
  const completion = await repeat({ warmups: 5, runs: 60 }, async (index) => {
    const word = words[index % words.length] ?? "rows";
    await typeKeys(answering, word);
    const began = performance.now();
    answering.type(`${word}.`);
    const offered = await answering.complete();
    const took = performance.now() - began;
    if (offered < 3) throw new Error(`Behind ${word}. only ${offered} members are offered.`);
    return took;
  });
  const diagnostics = await repeat({ warmups: 2, runs: 30 }, async (index) => {
    await typeKeys(answering, `rows.at(${index})`);
    const began = performance.now();
    answering.type(`rows.at(${index}).missing${index}`);
    await pause(pauseMilliseconds);
    const found = await answering.diagnose();
    const took = performance.now() - began;
    if (found < 2) throw new Error("The mistake that was typed was not found.");
    return took;
  });
  answering.type("");
  return { completion, diagnostics };
}

async function typeKeys(answering: Answering, text: string): Promise<void> {
  for (let length = 1; length <= text.length; length++) {
    answering.type(text.slice(0, length));
    await pause(keyMilliseconds);
  }
}
