import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DataframesClient } from "../../../dataframes/protocol/client.ts";
import { wholeFrame } from "../../../dataframes/protocol/view.ts";
import { frameOf, startTestKernel } from "../../support/kernel-process.ts";
import type { TestKernel } from "../../support/kernel-process.ts";

const columns = [0, 1];

describe("what a kernel leaves in the folder for temporary files", () => {
  let folder = "";
  let kernel: TestKernel;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "pipenb-leftovers-"));
    kernel = await startTestKernel({ environment: { TMPDIR: folder, TMP: folder, TEMP: folder } });
  });
  afterEach(async () => {
    await kernel.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Looks until there is nothing, for what goes only after the process has. */
  const isEmptied = async (): Promise<void> => {
    for (let tries = 0; tries < 100 && readdirSync(folder).length > 0; tries += 1) await sleep(20);
    assert.deepEqual(readdirSync(folder), []);
  };
  /** Gives a frame's name. */
  const makeFrame = async (rows: number): Promise<string> => {
    const shown = await kernel.run(`Array.from({ length: ${rows} }, (_, row) => ({ row, name: "n" + row }))`);
    return frameOf(shown);
  };
  const csv = { method: "export", view: wholeFrame, columns, format: "csv" } as const;

  it("is nothing as long as memory has room for the history", async () => {
    await kernel.run("1 + 1");
    assert.deepEqual(readdirSync(folder), []);
  });

  it("is nothing of a history that went to disk, also when it is killed", async function () {
    if (process.platform === "win32") this.skip();
    for (let part = 0; part < 5; part += 1) {
      const { stdout } = await kernel.run(
        'for (let n = 0; n < 100; n += 1) console.log("x".repeat(100_000));',
      );
      assert.equal(stdout.length, 10_000_100);
    }
    if (process.platform === "linux") {
      const open = `/proc/${String(kernel.process.pid)}/fd`;
      const files = readdirSync(open).map((each) => readlinkSync(join(open, each)));
      assert.ok(
        files.some((each) => /journal \(deleted\)$/.test(each)),
        "the history went to disk",
      );
    }
    assert.deepEqual(readdirSync(folder), []);
    await kernel.stop();
    await isEmptied();
  });

  it("is nothing of exports, while they are read and when the kernel is killed", async function () {
    if (process.platform === "win32") this.skip();
    const client = new DataframesClient(kernel.client);
    const frame = await makeFrame(1_000);
    const { result: made } = await client.ask(frame, csv);
    assert.deepEqual(readdirSync(folder), []);
    const read = { method: "read", file: made.file, offset: 0, length: 16 } as const;
    const { buffers } = await client.ask(frame, read);
    assert.equal(Buffer.from(buffers[0] ?? []).toString(), "row,name\r\n0,n0\r\n");
    await client.ask(frame, csv);
    await kernel.stop();
    await isEmptied();
  });

  it("is nothing of an export that a restart ends", async () => {
    const client = new DataframesClient(kernel.client);
    const frame = await makeFrame(300_000);
    const asked = assert.rejects(client.ask(frame, csv), { code: "expired" });
    for (let tries = 0; tries < 500 && readdirSync(folder).length === 0; tries += 1) await sleep(2);
    assert.equal(readdirSync(folder).length, 1, "it has begun");
    await kernel.client.shutdown(true);
    await asked;
    await isEmptied();
  });
});
