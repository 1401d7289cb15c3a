/** Runs the notebook in a world, and tells what it did. */
import { spawn, type ChildProcess } from "node:child_process";
import * as z from "zod";
import { isAbortError } from "../../containers/engine/is-abort-error.ts";
import { parsedJson } from "../../notebook/parsed-json.ts";
import { standardOutput, type Trial } from "../../pipeline/proof/findings.ts";
import { filesIn, mountsOf } from "./image-trials.ts";
import type { Pipeline } from "./pipeline.ts";
import { serviceFiles } from "./service-files.ts";
import type { World } from "./world.ts";

const EventSchema = z.discriminatedUnion("type", [
  z.looseObject({
    type: z.literal("error"),
    cell: z.string().optional(),
    name: z.string(),
    message: z.string(),
  }),
  z.looseObject({ type: z.literal("failed"), message: z.string() }),
  z.looseObject({ type: z.literal("cell-start"), position: z.number(), of: z.number() }),
  z.looseObject({ type: z.literal("stream"), name: z.enum(["stdout", "stderr"]), text: z.string() }),
  z.looseObject({
    type: z.literal("service"),
    name: z.string(),
    command: z.string(),
    exitCode: z.number(),
    output: z.string(),
  }),
]);
type RunEvent = z.infer<typeof EventSchema>;

/**
 * Runs the notebook as `pipenb run` does, in a container and a kernel of its own.
 * @param last so many cells at the end are those whose printing counts; all without it
 */
export async function notebookTrial(pipeline: Pipeline, world: World, last = Infinity): Promise<Trial> {
  const { args, env, stdout, programs, signal } = pipeline;
  const [program, ...own] = programs.pipenb;
  const words = ["run", "--runtime", "container", "--fresh", "--json", world.notebookPath, ...args];
  const child = spawn(program, [...own, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...env, NO_COLOR: "1", PIPENB_MANIFEST: "no", OPENLINEAGE_DISABLED: "true" },
    signal,
    killSignal: "SIGTERM",
  });
  let output = "";
  let complaints = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
  await closed(child);
  signal.throwIfAborted();
  const { writable } = await mountsOf(pipeline, world);
  const exitCode = child.exitCode ?? 1;
  const events = output.split("\n").flatMap((line) => EventSchema.safeParse(parsedJson(line)).data ?? []);
  const services = events.filter((event) => event.type === "service");
  const printed = Buffer.from(printedBy(events, last));
  return {
    exitCode,
    files: new Map([
      ...(await filesIn(world, writable)),
      ...serviceFiles(services, exitCode),
      ...(stdout ? ([[standardOutput, printed]] as const) : []),
    ]),
    failure: exitCode === 0 ? undefined : failureOf(events, complaints),
    trace: [],
  };
}

/** One that is broken off is waited for too: it stops its kernel. Rejects where there is no such program. */
function closed(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("close", () => {
      resolve();
    });
    child.on("error", (error) => {
      if (!isAbortError(error)) reject(error);
    });
  });
}

function printedBy(events: readonly RunEvent[], last: number): string {
  let counts = last === Infinity;
  let printed = "";
  for (const event of events) {
    if (event.type === "cell-start") counts ||= event.position > event.of - last;
    if (event.type === "stream" && event.name === "stdout" && counts) printed += event.text;
  }
  return printed;
}

function failureOf(events: readonly RunEvent[], complaints: string): Trial["failure"] {
  const event = events.find(({ type }) => type === "error" || type === "failed");
  if (event?.type === "failed") return { cell: undefined, message: event.message };
  if (event?.type === "error") return { cell: event.cell, message: `${event.name}: ${event.message}` };
  return { cell: undefined, message: complaints.trim().split("\n").at(-1) ?? "" };
}
