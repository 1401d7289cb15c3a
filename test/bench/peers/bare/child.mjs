// Evaluates each line of its pipe and answers with the value as text.
import { writeSync } from "node:fs";
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";

new Worker(new URL("interrupter.mjs", import.meta.url)).unref();

function reply(value) {
  const bytes = Buffer.from(String(value));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(bytes.length);
  for (const part of [head, bytes]) for (let at = 0; at < part.length;) at += write(part, at);
}

function write(bytes, at) {
  try {
    return writeSync(3, bytes, at);
  } catch (error) {
    if (error.code === "EAGAIN") return 0;
    throw error;
  }
}

// By the inspector, as its evaluation alone can be ended without the process.
const session = new Session();
session.connect();
createInterface({ input: new Socket({ fd: 5 }) }).on("line", (line) => {
  session.post("Runtime.evaluate", { expression: JSON.parse(line) }, (error, answer) =>
    reply(error?.message ?? answer.result.value),
  );
});
