import assert from "node:assert/strict";
import { DockerRuns } from "../../../backfill/docker/docker-runs.ts";
import type { Engine } from "../../../containers/engine/engine.ts";
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
