/** Asks an engine what dockerode has no call for, or one that goes wrong. */
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import type Dockerode from "dockerode";

export interface Question {
  readonly method: "GET" | "POST";
  /** Ends with "?" where there are options, which are its query. */
  readonly path: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly statusCodes: Readonly<Record<number, string | true>>;
  readonly abortSignal?: AbortSignal;
}

/** The whole answer. Rejects where it breaks off, which dockerode's own calls do not hear: they would wait for ever. */
export async function ask(docker: Dockerode, question: Question): Promise<string> {
  const answer = await new Promise<Readable>((resolve, reject) => {
    docker.modem.dial({ ...question, isStream: true }, (error, stream) => {
      // SAFETY: with isStream it is the answer as it comes.
      if (error === null) resolve(stream as Readable);
      else reject(error);
    });
  });
  return text(answer);
}
