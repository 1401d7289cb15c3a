/** Local kernels found by their records, whoever started them. */
import { setTimeout as sleep } from "node:timers/promises";
import { processExists, signalGroup } from "../../../notebook/program/end-process.ts";
import { removeUnfinished } from "../../files/make-folder.ts";
import type { KernelRecord } from "../kernel-host.ts";
import { kernelFolders, type LocalRecord, removeKernelFolder } from "./kernel-folder.ts";
import { type Environment, environmentsFolder } from "./own-folders.ts";

const patience = 2_000;

async function send(record: LocalRecord, method: "GET" | "DELETE"): Promise<number | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${record.port}/api/kernels/${record.id}`, {
      method,
      headers: { authorization: `token ${record.token}` },
      signal: AbortSignal.timeout(patience),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined; // nobody there, or nobody who answers
  }
}

/** Whether this kernel runs: a process id alone may have gone to another program since, an answer to the token cannot. */
async function isRunning(record: LocalRecord): Promise<boolean> {
  return processExists(record.pid) && (await send(record, "GET")) === 200;
}

/** Asks it to shut down; false when it does not answer. */
async function askToShutDown(record: LocalRecord): Promise<boolean> {
  return (await send(record, "DELETE")) === 204;
}

const graceMilliseconds = 3_000;
const lookMilliseconds = 20;
/** A folder without record may be that of a kernel about to be ready. */
const startingSeconds = 600;

/** All of them, dead ones too. */
export async function listLocalKernels(kernels: string): Promise<readonly KernelRecord[]> {
  const folders = await kernelFolders(kernels);
  const records = folders.map(({ record }) => record).filter((record) => record !== undefined);
  return Promise.all(
    records.map(async (record) => ({
      id: record.id,
      host: "local" as const,
      notebookPath: record.notebookPath,
      image: undefined,
      started: record.started,
      state: (await isRunning(record)) ? ("running" as const) : ("dead" as const),
    })),
  );
}

/** Ends one; false when there is none that runs. */
export async function stopLocalKernel(kernels: string, id: string): Promise<boolean> {
  const found = (await kernelFolders(kernels)).find((folder) => folder.id === id);
  if (found?.record === undefined || !(await isRunning(found.record))) return false;
  await end(found.record);
  await removeKernelFolder(kernels, id);
  return true;
}

async function end(record: LocalRecord): Promise<void> {
  const asked = await askToShutDown(record);
  for (let waited = 0; asked && waited < graceMilliseconds; waited += lookMilliseconds) {
    if (!processExists(record.pid)) return;
    await sleep(lookMilliseconds);
  }
  // It answered to its token a moment ago, so this id is still its own.
  signalGroup(record.pid, "SIGKILL");
}

/** Removes what dead kernels and broken-off installations left. */
export async function pruneLocalKernels(kernels: string, env: Environment): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const { id, record, age } of await kernelFolders(kernels)) {
    const dead = record === undefined ? age > startingSeconds : await isLeft(record);
    if (!dead) continue;
    await removeKernelFolder(kernels, id);
    removed.push(
      `the files of the local kernel ${id}${record === undefined ? "" : ` of ${record.notebookPath}`}`,
    );
  }
  const unfinished = await removeUnfinished(environmentsFolder(env));
  return [...removed, ...unfinished.map((name) => `the unfinished installation ${name}`)];
}

/** Whoever started it reads why it ended, and removes it then. */
async function isLeft(record: LocalRecord): Promise<boolean> {
  return !processExists(record.owner) && !(await isRunning(record));
}
