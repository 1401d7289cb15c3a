import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockHolder, lockJournal, stopHolder } from "../../../backfill/journal/lock.ts";
import { root } from "../../support/command-line.ts";

/** A process that holds the lock until it is killed. */
async function holder(path: string): Promise<ChildProcess> {
  const script = `
    const { lockJournal } = await import(${JSON.stringify(`${root}/backfill/journal/lock.ts`)});
    console.log((await lockJournal(${JSON.stringify(path)}, () => console.log("asked to stop"))).kind);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  assert.equal(said.toString().trim(), "locked");
  return child;
}

const unasked = (): void => {
  assert.fail("nobody asks for the end");
};

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
    assert.deepEqual(await lockJournal(path, unasked), { kind: "taken", pid: child.pid });
    assert.equal(await lockHolder(path), child.pid);
    child.kill("SIGKILL");
    await once(child, "exit");
    const mine = await lockJournal(path, unasked);
    if (mine.kind !== "locked") assert.fail(`process ${mine.pid} has it`);
    assert.deepEqual(await lockJournal(path, unasked), { kind: "taken", pid: process.pid });
    mine.lock.release();
    const again = await lockJournal(path, unasked);
    if (again.kind !== "locked") assert.fail(`process ${again.pid} has it`);
    again.lock.release();
  });

  it("is asked by others to stop, and goes on until it does", async () => {
    const child = await holder(path);
    const asked = once(child.stdout ?? assert.fail("it is piped"), "data");
    assert.equal(await stopHolder(path), child.pid);
    assert.equal(String((await asked)[0]).trim(), "asked to stop");
    assert.equal(await lockHolder(path), child.pid);
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.equal(await stopHolder(path), undefined);
  });
});
