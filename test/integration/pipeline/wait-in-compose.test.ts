import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { waitForPorts } from "../../../pipeline/wait-in-compose.ts";

const run = promisify(execFile);

describe("the program that waits for ports", () => {
  const wait = (address: string, seconds: number) => {
    const { entrypoint, command } = waitForPorts({
      db: { image: "x", environment: {}, ports: [Number(address)], ready: undefined, keep: true },
    }) ?? { entrypoint: [], command: [] };
    const [, ...args] = entrypoint.map((each) => each.replaceAll("120", String(seconds)));
    return run(process.execPath, [...args, ...command.map((each) => each.replace("db", "127.0.0.1"))]);
  };

  it("ends when a port answers that did not at first", async () => {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    // SAFETY: it listens on TCP.
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const waited = wait(String(port), 60);
    const late = setTimeout(() => server.listen(port, "127.0.0.1"), 500);
    await waited;
    clearTimeout(late);
    server.close();
  });

  it("says which port did not answer", async () => {
    await assert.rejects(wait("9", 0), /127\.0\.0\.1:9 did not answer within 0 seconds/);
  });
});
