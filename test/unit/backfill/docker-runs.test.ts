import assert from "node:assert/strict";
import { DockerRuns } from "../../../backfill/docker/docker-runs.ts";
import type { ContainerSummary, Engine } from "../../../containers/engine/engine.ts";
import { EngineError } from "../../../containers/engine/engine-error.ts";

const run = { unit: "2022-01-01", key: "0123456789abcdef0123456789abcdef", attempt: 1 };
const settings = {
  image: "sha256:1",
  mounts: [],
  user: undefined,
  limits: {},
  argsOf: () => [],
  journalId: "journal",
  onNote: () => undefined,
};

describe("what a run on Docker leaves while the engine goes down", () => {
  /** An engine that is away for the first so many questions. */
  const engineAwayFor = (questions: number): { runs: DockerRuns; asked: string[] } => {
    const asked: string[] = [];
    const answer = (question: string, said: string): Promise<string> => {
      asked.push(question);
      if (asked.length <= questions)
        return Promise.reject(new EngineError({ code: "unreachable", doing: "ask", said: "down" }));
      return Promise.resolve(said);
    };
    const engine: Pick<Engine, "logs" | "remove"> = {
      logs: (name) => answer(`logs ${name}`, "what it wrote"),
      remove: async (name) => {
        await answer(`remove ${name}`, "");
      },
    };
    // SAFETY: nothing else of an engine is asked here.
    return { runs: new DockerRuns(engine as Engine, settings), asked };
  };

  it("is its log, once the engine is back", async () => {
    const { runs, asked } = engineAwayFor(1);
    assert.equal(await runs.log(run), "what it wrote");
    assert.equal(asked.length, 2);
  });

  it("is no container, once the engine is back", async () => {
    const { runs, asked } = engineAwayFor(1);
    await runs.forget(run);
    assert.equal(asked.length, 2);
  });
});

describe("a run on Docker that is to stop while the engine is away", () => {
  /** A container there; the first time that it would have stopped the engine is away. */
  function startedOn(first: ContainerSummary["state"]): { runs: DockerRuns; asked: string[] } {
    const asked: string[] = [];
    let state = first;
    let isAway = true;
    let exit: (code: number) => void = () => undefined;
    const exited = new Promise<number>((resolve) => (exit = resolve));
    const engine: Pick<Engine, "elsewhere" | "container" | "getArchive" | "start" | "stop" | "wait"> = {
      elsewhere: false,
      getArchive: () => {
        throw new EngineError({ code: "no-such-object", doing: "read", said: "no such folder" });
      },
      container: () => Promise.resolve({ id: "1", image: "sha256:1", labels: {}, state } as ContainerSummary),
      start() {
        state = "running";
        return Promise.resolve();
      },
      stop() {
        asked.push(state);
        if (state !== "running") return Promise.resolve();
        if (isAway) {
          isAway = false;
          return Promise.reject(new EngineError({ code: "unreachable", doing: "stop", said: "down" }));
        }
        state = "exited";
        exit(143);
        return Promise.resolve();
      },
      wait: () => exited,
    };
    // SAFETY: nothing else of an engine is asked here.
    return { runs: new DockerRuns(engine as Engine, settings), asked };
  }
  const options = () => ({ signal: AbortSignal.timeout(5_000), givesUpLost: false, onLost: () => undefined });

  it("is asked again", async () => {
    const { runs, asked } = startedOn("running");
    const end = runs.run(run, options());
    await new Promise(setImmediate);
    await runs.stop(run);
    assert.deepEqual(asked, ["running", "running"]);
    assert.deepEqual(await end, { kind: "exit", code: 143, interrupted: false });
  });

  it("is asked again where it had just started", async () => {
    const { runs, asked } = startedOn("created");
    await runs.stop(run);
    assert.deepEqual(await runs.run(run, options()), { kind: "exit", code: 143, interrupted: true });
    assert.deepEqual(asked, ["created", "running", "running"]);
  });
});

describe("a run on Docker whose start the engine has lost", () => {
  /** A container that has never begun, as far as the engine knows, and the signs of life in it, one for each look. */
  function lost(...signs: readonly string[]): { runs: DockerRuns; started: string[] } {
    const left = [...signs];
    const started: string[] = [];
    const engine: Pick<Engine, "elsewhere" | "container" | "getArchive" | "start" | "wait"> = {
      elsewhere: false,
      container: () =>
        Promise.resolve({ id: "1", image: "sha256:1", labels: {}, state: "created" } as ContainerSummary),
      async *getArchive(name, folder, { wanted }) {
        const path = `${folder}/${name}`.slice(1);
        const contents = left.length > 1 ? left.shift() : left[0];
        await Promise.resolve();
        if (contents === undefined)
          throw new EngineError({ code: "no-such-object", doing: "read", said: "no such folder" });
        if (wanted(path)) yield { path, contents };
      },
      start: (name) => {
        started.push(name);
        return Promise.resolve();
      },
      wait: () => Promise.resolve(0),
    };
    // SAFETY: nothing else of an engine is asked here.
    return { runs: new DockerRuns(engine as Engine, settings), started };
  }
  const options = () => ({
    signal: new AbortController().signal,
    givesUpLost: false,
    onLost: () => undefined,
  });

  it("is started where it leaves no sign of life", async () => {
    const { runs, started } = lost();
    assert.deepEqual(await runs.run(run, options()), { kind: "exit", code: 0, interrupted: false });
    assert.equal(started.length, 1);
  });

  it("ends as it says itself, and is not started again", async function () {
    this.timeout(120_000);
    const { runs, started } = lost("there 1\n", "there 2\n", "ended 42\n");
    assert.deepEqual(await runs.run(run, options()), { kind: "exit", code: 42, interrupted: true });
    assert.equal(started.length, 0);
  });
});
