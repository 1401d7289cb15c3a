/** The part of the engine that moves bytes in and out of containers: output, logs, commands, files. */
import { pipeline, Transform } from "node:stream";
import type Dockerode from "dockerode";
import { interact } from "./interact.ts";
import { archiveOf } from "./archive.ts";
import { createDemultiplexer } from "./demultiplex.ts";
import type { Dialled, Engine } from "./engine.ts";
import { EngineError } from "./engine-error.ts";
import { abortedOr, explained, toEngineError } from "./explain-failure.ts";
import { filesOf } from "./read-archive.ts";
import { archiveOfTree, treeOf } from "./tree-archive.ts";

type StreamPart = Pick<
  Engine,
  | "attach"
  | "logs"
  | "followLogs"
  | "exec"
  | "interact"
  | "dial"
  | "putArchive"
  | "getArchive"
  | "putTree"
  | "getTree"
>;

type Variables = Readonly<Record<string, string>>;

const variablesOf = (environment: Variables): string[] =>
  Object.entries(environment).map(([name, value]) => `${name}=${value}`);

/** Reads the stream to its end. */
function drained(stream: NodeJS.ReadableStream, onChunk: (chunk: Uint8Array) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.on("data", onChunk);
    stream.on("error", reject);
    stream.on("end", resolve);
    stream.on("close", resolve);
  });
}

function collector(): { readonly add: (chunk: Uint8Array) => void; readonly text: () => string } {
  const chunks: Uint8Array[] = [];
  return {
    add: createDemultiplexer((_stream, chunk) => chunks.push(chunk)),
    text: () => Buffer.concat(chunks).toString("utf8"),
  };
}

async function exec(
  container: Dockerode.Container,
  command: readonly string[],
  environment: Variables,
): Promise<{ exitCode: number; output: string }> {
  const execution = await container.exec({
    Cmd: [...command],
    Env: variablesOf(environment),
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await execution.start({});
  const output = collector();
  await drained(stream, output.add);
  const { ExitCode } = await execution.inspect();
  if (ExitCode !== null) return { exitCode: ExitCode, output: output.text() };
  throw new EngineError({ code: "hung-up", doing: `run "${command.join(" ")}" in a container` });
}

async function dial(
  container: Dockerode.Container,
  command: readonly string[],
  environment: Variables,
): Promise<Dialled> {
  const execution = await container.exec({
    Cmd: [...command],
    Env: variablesOf(environment),
    AttachStdin: true,
    AttachStdout: true,
  });
  const connection = await execution.start({ hijack: true, stdin: true });
  const output = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      take(chunk);
      done();
    },
  });
  const take = createDemultiplexer((_stream, chunk) => output.push(chunk));
  pipeline(connection, output, () => undefined); // an end that came too early is seen as the end of the output
  return {
    input: connection,
    output,
    close: () => connection.destroy(),
  };
}

async function follow(
  container: Dockerode.Container,
  onOutput: (stream: "stdout" | "stderr", chunk: Uint8Array) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    const stream = await container.logs({ follow: true, stdout: true, stderr: true, abortSignal: signal });
    await drained(stream, createDemultiplexer(onOutput));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Gives the stream calls over dockerode. */
export function streamPart(docker: Dockerode): StreamPart {
  return {
    attach: (id, onOutput) =>
      explained("attach to a container", async () => {
        // Without the log so far: the engine taps the stream first and then reads the log, so what is written meanwhile came twice.
        const stream = await docker.getContainer(id).attach({ stream: true, stdout: true, stderr: true });
        const ended = explained("read a container's output", () =>
          drained(stream, createDemultiplexer(onOutput)),
        );
        // A caller that only listens need not wait for the end, and then nobody else takes its failure.
        ended.catch(() => undefined);
        return {
          ended,
          close() {
            // SAFETY: a connection's response, which every stream of dockerode is, can be destroyed.
            (stream as unknown as { destroy(): void }).destroy();
          },
        };
      }),
    logs: (id) =>
      explained("read a container's log", async () => {
        const output = collector();
        output.add(await docker.getContainer(id).logs({ stdout: true, stderr: true }));
        return output.text();
      }),
    followLogs: (id, onOutput, signal) =>
      explained("follow a container's log", () => follow(docker.getContainer(id), onOutput, signal)),
    interact: (id, interaction) =>
      explained(`run "${interaction.command.join(" ")}" in a container`, () =>
        interact(docker.getContainer(id), interaction),
      ),
    exec: (id, command, environment = {}) =>
      explained(`run "${command.join(" ")}" in a container`, () =>
        exec(docker.getContainer(id), command, environment),
      ),
    dial: (id, command, environment = {}) =>
      explained("speak to a command in a container", () =>
        dial(docker.getContainer(id), command, environment),
      ),
    putTree: (id, entries) =>
      explained("put files into a container", async () => {
        await docker.getContainer(id).putArchive(archiveOfTree(entries), { path: "/" });
      }),
    async *getTree(id, path) {
      const doing = `read ${path} of a container`;
      try {
        yield* treeOf(await docker.getContainer(id).getArchive({ path }));
      } catch (cause) {
        throw toEngineError(cause, doing);
      }
    },
    putArchive: (id, directory, entries) =>
      explained(`put files into ${directory} of a container`, async () => {
        await docker.getContainer(id).putArchive(archiveOf(entries), { path: directory });
      }),
    async *getArchive(id, path, { wanted, signal }) {
      try {
        signal?.throwIfAborted();
        const abort = signal === undefined ? {} : { abortSignal: signal };
        yield* filesOf(await docker.getContainer(id).getArchive({ path, ...abort }), wanted);
      } catch (cause) {
        throw abortedOr(cause, `read ${path} of a container`, signal);
      }
    },
  };
}
