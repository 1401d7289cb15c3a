/** Reads the words of a running build: which step it is at, whether that came from the cache, and why it failed. */
import { certificateFailure } from "../lock/explain-npm.ts";
import type { BuildEvent } from "./engine.ts";
import { type BuildCause, EngineError, type FailedBuild } from "./engine-error.ts";
import { meaningOf } from "./explain-failure.ts";
import type { Progress } from "./json-lines.ts";

const quotedLines = 20;
const keptLines = 200;
const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, "g");

interface Step {
  readonly step: number;
  readonly of: number;
  readonly instruction: string;
}

/** What a failing command's own words say about the way out. */
const causes: readonly (readonly [BuildCause, RegExp])[] = [
  [
    "own-certificate",
    /SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|unable to verify the first certificate|certificate verify failed/i,
  ],
  ["wrong-certificate", /ERR_TLS_CERT_ALTNAME_INVALID|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/],
  ["no-network", /EAI_AGAIN|ENOTFOUND|Temporary failure resolving|Could not resolve|ECONNREFUSED|ETIMEDOUT/],
  ["no-apt-package", /Unable to locate package/],
  ["no-npm-package", /npm (error|ERR!) code (E404|ETARGET)/],
  ["stale-lock", /npm (error|ERR!) code EUSAGE/],
  ["no-program", /(apt-get|npm|node): (command )?not found/],
];

/** Follows one build. Feed it every message; `failure` is set once the engine reported one, or there is no use in going on. */
export class BuildProgress {
  imageId: string | undefined;
  failure: EngineError | undefined;
  readonly #onEvent: (event: BuildEvent) => void;
  /** The step whose announcement waits for its next line, which tells whether it is cached. */
  #announced: Step | undefined;
  #current: Step | undefined;
  #line = "";
  #output: string[] = [];

  constructor(onEvent: (event: BuildEvent) => void) {
    this.#onEvent = onEvent;
  }

  read(progress: Progress): void {
    if (progress.aux?.ID !== undefined) this.imageId = progress.aux.ID;
    if (progress.stream !== undefined) this.#text(progress.stream);
    if (progress.status !== undefined && progress.progress === undefined) {
      this.#text(`${progress.id === undefined ? "" : `${progress.id}: `}${progress.status}\n`);
    }
    const error = progress.errorDetail?.message ?? progress.error;
    if (error !== undefined) this.failure = this.#explain(error);
  }

  end(): void {
    if (this.#line !== "") this.#text("\n");
    this.#announce(false);
  }

  #text(text: string): void {
    const lines = (this.#line + text).split("\n");
    this.#line = lines.pop() ?? "";
    for (const line of lines) this.#read(line.replaceAll(colour, "").replace(/\r$/, ""));
  }

  #read(line: string): void {
    const step = /^step (\d+)\/(\d+) ?: (.*)$/i.exec(line);
    if (step !== null) {
      this.#announce(false);
      this.#announced = { step: Number(step[1]), of: Number(step[2]), instruction: step[3] ?? "" };
      this.#current = this.#announced;
      this.#output = [];
      return;
    }
    if (/^ ?-+> Using cache/.test(line)) {
      this.#announce(true);
      return;
    }
    this.#announce(false);
    if (isBookkeeping(line)) {
      const id = /^(?:Successfully built|COMMIT) ([0-9a-f]{12,})/.exec(line)?.[1];
      if (id !== undefined) this.imageId ??= id;
      return;
    }
    const refused = certificateFailure(line);
    if (refused !== undefined) this.failure ??= this.#refusedCertificate(refused);
    if (line.startsWith("npm http ")) return;
    this.#output.push(line);
    if (this.#output.length > keptLines) this.#output.shift();
    this.#onEvent({ type: "output", text: line });
  }

  #announce(cached: boolean): void {
    if (this.#announced === undefined) return;
    const step = this.#announced;
    this.#announced = undefined;
    this.#onEvent({ type: "step", ...step, cached });
  }

  /** npm would go on trying for the better part of an hour. */
  #refusedCertificate({ code, said }: NonNullable<ReturnType<typeof certificateFailure>>): EngineError {
    const build = { step: this.#current, output: this.#output.slice(-quotedLines) };
    return new EngineError({ code: "build-failed", said, build, cause: code });
  }

  #explain(error: string): EngineError {
    this.end();
    const output = this.#output;
    const last = output.slice(-quotedLines);
    const said = error.trim();
    const exitCode = /returned a non-zero code: (\d+)/.exec(error)?.[1];
    const build: FailedBuild = { step: this.#current, exitCode, output: last };
    const code = meaningOf(error) ?? meaningOf(last.join("\n"));
    // A command of the notebook's own ("dial tcp …" of some program) is no failure of the engine's own pull.
    if (code !== undefined && (exitCode === undefined || code === "no-space"))
      return new EngineError({ code, doing: "build the image", said, build });
    const everything = `${output.join("\n")}\n${error}`;
    const cause = causes.find(([, pattern]) => pattern.test(everything))?.[0];
    return new EngineError({ code: "build-failed", said, build, cause });
  }
}

/** Lines of the builder itself about its intermediate containers and images. */
function isBookkeeping(line: string): boolean {
  return (
    line.trim() === "" ||
    /^ ?-+> ?([0-9a-f]{12,}|Running in [0-9a-f]+|\[Warning\].*)?$/.test(line) ||
    /^(Removing intermediate container|Successfully (built|tagged)|COMMIT|--> )/.test(line)
  );
}
