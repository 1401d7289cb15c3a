import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Journal } from "../../../kernel/session/journal.ts";

describe("the journal", () => {
  let folder = "";
  let journal: Journal;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pipenb-journal-"));
    journal = new Journal(folder);
  });
  afterEach(() => {
    journal.close();
    rmSync(folder, { recursive: true });
  });

  const numbered = (number: number, bytes: number): Buffer => {
    const frame = Buffer.alloc(bytes, number % 251);
    frame.writeUInt32LE(number);
    return frame;
  };
  const numbersAfter = (since: number): number[] =>
    [...journal.after(since)].map((frame) => Buffer.from(frame).readUInt32LE());

  it("gives what came after a number, oldest first", () => {
    for (let number = 1; number <= 5; number += 1) journal.append(numbered(number, 10));
    assert.equal(journal.next, 6);
    assert.deepEqual(numbersAfter(3), [4, 5]);
    assert.deepEqual(numbersAfter(0), [1, 2, 3, 4, 5]);
    assert.deepEqual(numbersAfter(9), []);
  });

  it("keeps a long history on disk and gives it back whole", () => {
    for (let number = 1; number <= 40; number += 1) journal.append(numbered(number, 1024 * 1024));
    assert.deepEqual(numbersAfter(0).length, 40);
    const [first] = journal.after(0);
    assert.deepEqual(Buffer.from(first ?? []), numbered(1, 1024 * 1024));
  });

  it("gives a long message back before, while and after it goes to disk", async () => {
    const frames = [1, 2, 3].map((number) => numbered(number, 3 * 1024 * 1024));
    for (const [index, frame] of frames.entries()) {
      journal.append(frame);
      const kept = [...journal.after(0)].map((each) => Buffer.compare(each, frames[0] ?? each) === 0);
      assert.deepEqual(kept[0], true, `after ${index + 1}`);
    }
    for (let turn = 0; turn < 10; turn += 1) {
      assert.deepEqual(numbersAfter(0), [1, 2, 3]);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    for (const [index, frame] of [...journal.after(0)].entries())
      assert.equal(Buffer.compare(frame, frames[index] ?? frame), 0);
  });

  it("leaves nothing in its folder", () => {
    for (let number = 1; number <= 40; number += 1) journal.append(numbered(number, 1024 * 1024));
    if (process.platform !== "win32") assert.deepEqual(readdirSync(folder), [], "whatever ends the process");
    journal.close();
    assert.deepEqual(readdirSync(folder), []);
  });
});
