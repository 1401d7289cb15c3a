/** Program: the language thread. It answers the extension's questions, one after another as they can be answered. */
import "./compile-cache.ts";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { openLanguageServer } from "../server/open-language-server.ts";
import { LanguageService } from "../service/language-service.ts";
import type { FromWorker, ToWorker, WorkerSettings } from "./messages.ts";

const send = (message: FromWorker): void => {
  parentPort?.postMessage(message);
};

// SAFETY: the extension's end of this thread gives it.
const { programs } = workerData as WorkerSettings;
const service = openLanguageServer({
  shipped: programs,
  log: (text) => {
    send({ type: "log", level: "debug", text });
  },
  onGivenUp: ({ message }) => {
    send({ type: "given-up", text: message });
  },
}).then((server) => new LanguageService(server, libraryTypes(programs)));
service.catch((error: unknown) => {
  send({ type: "given-up", text: error instanceof Error ? error.message : String(error) });
});
/** Without them the language of cells is still there. */
function libraryTypes(folder: string): string | undefined {
  const file = join(folder, "library", "pipenb.d.mts");
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
const running = new Map<number, AbortController>();

parentPort?.on("message", (message: ToWorker) => {
  if (message.type === "cancel") {
    running.get(message.id)?.abort();
    return;
  }
  const { id, name, asked } = message;
  const abort = new AbortController();
  running.set(id, abort);
  service
    // SAFETY: the extension's end asks as the table of questions says.
    .then((ready) => ready.answer(name, asked as never, abort.signal))
    .then(
      (answer) => {
        send({ type: "answer", id, answer });
      },
      (error: unknown) => {
        const { name: kind, message: text } = error instanceof Error ? error : new Error(String(error));
        send({ type: "failure", id, name: kind, message: text });
      },
    )
    .finally(() => {
      running.delete(id);
    });
});
