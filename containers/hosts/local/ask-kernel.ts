/** Speaks to a local kernel that another process started, by its record. */
import { processExists } from "../../../notebook/program/end-process.ts";
import type { LocalRecord } from "./kernel-folder.ts";

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
export async function isRunning(record: LocalRecord): Promise<boolean> {
  return processExists(record.pid) && (await send(record, "GET")) === 200;
}

/** Asks it to shut down; false when it does not answer. */
export async function askToShutDown(record: LocalRecord): Promise<boolean> {
  return (await send(record, "DELETE")) === 204;
}
