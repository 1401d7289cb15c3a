/** A command in a container that a person speaks to, on a terminal or over pipes. */
import type { Readable } from "node:stream";
import type Dockerode from "dockerode";
import { createDemultiplexer } from "./demultiplex.ts";
import { EngineError } from "./engine-error.ts";

/** How big a terminal is. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A command in a container that a person speaks to. */
export interface Interaction {
  readonly command: readonly string[];
  readonly input: Readable;
  /** Of a terminal all comes as stdout. */
  readonly onOutput: (stream: "stdout" | "stderr", chunk: Uint8Array) => void;
  /** Where input and output are a terminal: its size, and who tells of another one. */
  readonly terminal?: {
    readonly size: TerminalSize;
    readonly onResize: (tell: (size: TerminalSize) => void) => void;
  };
}

/** Gives the exit code. */
export async function interact(
  container: Dockerode.Container,
  { command, input, onOutput, terminal }: Interaction,
): Promise<number> {
  const isTerminal = terminal !== undefined;
  const execution = await container.exec({
    Cmd: [...command],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: isTerminal,
  });
  const connection = await execution.start({ hijack: true, stdin: true, Tty: isTerminal });
  const resize = ({ columns, rows }: TerminalSize): void => {
    execution.resize({ w: columns, h: rows }).catch(() => undefined); // it has just ended
  };
  if (terminal !== undefined) {
    resize(terminal.size);
    terminal.onResize(resize);
  }
  const take = isTerminal
    ? (chunk: Uint8Array): void => {
        onOutput("stdout", chunk);
      }
    : createDemultiplexer(onOutput);
  input.pipe(connection);
  try {
    await new Promise<void>((resolve, reject) => {
      connection.on("data", take);
      connection.on("error", reject);
      connection.on("end", resolve);
      connection.on("close", resolve);
    });
  } finally {
    input.unpipe(connection);
    connection.destroy();
  }
  const { ExitCode } = await execution.inspect();
  if (ExitCode !== null) return ExitCode;
  throw new EngineError({ code: "hung-up", doing: `run "${command.join(" ")}" in a container` });
}
