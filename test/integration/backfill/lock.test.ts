import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockHolder, lockJournal } from "../../../backfill/journal/lock.ts";
import { root } from "../../support/command-line.ts";

/** A process that holds the lock until it is killed. */
async function holder(path: string): Promise<ChildProcess> {
  const script = `
    const { lockJournal } = await import(${JSON.stringify(`${root}/backfill/journal/lock.ts`)});
    console.log((await lockJournal(${JSON.stringify(path)})).kind);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  assert.equal(said.toString().trim(), "locked");
  return child;
}

describe("the lock of a journal", () => {
  let folder: string;
  let path: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-lock-"));
    path = join(folder, "journal.jsonl");
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("is held by one process, which the others know, until that is killed", async () => {
    assert.equal(await lockHolder(path), undefined);
    const child = await holder(path);
    assert.deepEqual(await lockJournal(path), { kind: "taken", pid: child.pid });
    assert.equal(await lockHolder(path), child.pid);
    child.kill("SIGKILL");
    await once(child, "exit");
    const mine = await lockJournal(path);
    if (mine.kind !== "locked") assert.fail(`process ${mine.pid} has it`);
    assert.deepEqual(await lockJournal(path), { kind: "taken", pid: process.pid });
    mine.lock.release();
    const again = await lockJournal(path);
    if (again.kind !== "locked") assert.fail(`process ${again.pid} has it`);
    again.lock.release();
  });
});
