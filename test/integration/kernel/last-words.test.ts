/** What a runtime has sent before it ended arrives, whatever is sent to it meanwhile. */
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { RuntimeProcess } from "../../../kernel/process/runtime-process.ts";
import { fromRuntime } from "../../../kernel/wire/packet-table.ts";

describe("the last words of a runtime", function () {
  this.timeout(300_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "pipenb-test-words-"));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("arrive although something is sent to it while it ends", async () => {
    const file = join(folder, "runtime.ts");
    const over = join(folder, "over");
    const url = (name: string): string =>
      JSON.stringify(pathToFileURL(join(process.cwd(), "kernel/wire", name)).href);
    writeFileSync(
      file,
      `import { closeSync, writeFileSync, writeSync } from "node:fs";
       import { encodePacket } from ${url("packet.ts")};
       import { fromRuntime } from ${url("packet-table.ts")};
       writeSync(3, encodePacket(fromRuntime.stdout, 1, "last words"));
       for (const pipe of [3, 4, 5]) closeSync(pipe);
       writeFileSync(${JSON.stringify(over)}, "");
       setTimeout(() => process.exit(1), 60_000);\n`,
    );
    // Loaded before any runtime.
    writeFileSync(join(folder, "modules.mjs"), "");
    const heard: string[] = [];
    const ended = new EventEmitter();
    const runtime = new RuntimeProcess(
      file,
      { folder, notebook: "n.pipenb", modules: folder },
      {
        onPacket: ({ kind, payload }) => {
          if (kind === fromRuntime.stdout.number) heard.push(payload.toString());
        },
        onExiting: () => undefined,
        onExit: () => ended.emit("exit"),
      },
    );
    const exit = once(ended, "exit");
    runtime.pause();
    while (!existsSync(over)) await sleep(10);
    runtime.interrupt();
    await sleep(50);
    runtime.resume();
    runtime.kill();
    await exit;
    assert.deepEqual(heard, ["last words"]);
  });
});
