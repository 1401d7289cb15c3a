import assert from "node:assert/strict";
import { EngineError, NoEngineError, type SaidCode } from "../../../../containers/engine/engine-error.ts";
import { toEngineError } from "../../../../containers/engine/explain-failure.ts";
import { explainPush } from "../../../../containers/engine/push-image.ts";
import { HostError } from "../../../../containers/hosts/host-error.ts";
import { NpmError } from "../../../../containers/lock/npm-error.ts";
import { explainFailure } from "../../../../extension/failures/explain-failure.ts";

const titles = (error: unknown): readonly string[] =>
  explainFailure(error)?.actions.map(({ title }) => title) ?? [];

const said = (code: SaidCode, words: string): EngineError =>
  new EngineError({ code, doing: "build", said: words });

describe("what is said about a failure", () => {
  it("is what happened and the remedy, with a button that helps", () => {
    const error = said("no-space", "no space left");
    assert.match(explainFailure(error)?.message ?? "", /^Could not build: no space left\. Free space/);
    assert.deepEqual(titles(error), ["Copy Command", "Run Doctor"]);
  });

  it("offers the command that logs in at the registry, which the error names as a fact", () => {
    const refused = explainPush("registry.example.com/team/a:1", "unauthorized", undefined);
    assert.deepEqual(explainFailure(refused)?.actions[0], {
      kind: "copy",
      title: "Copy Command",
      text: "docker login registry.example.com",
    });
    const pulled = toEngineError(new Error("pull access denied for team/a"), "pull the image team/a");
    assert.deepEqual(titles(pulled), ["Copy Command", "Edit Front Matter", "Show Log"]);
    assert.deepEqual(titles(said("engine", "It says `docker login`.")), ["Show Log"]);
  });

  it("leads to doctor when no engine answers", () => {
    const none = new NoEngineError([
      { endpoint: "unix:///run/docker.sock", why: { code: "no-answer", seconds: 5 } },
    ]);
    assert.deepEqual(titles(none), ["Choose Another Kernel", "Run Doctor", "Try Again"]);
    assert.match(
      explainFailure(none)?.message ?? "",
      /docker\.sock: It did not answer within 5 seconds\.\nStart one/,
    );
    assert.ok(titles(said("unreachable", "Gone.")).includes("Run Doctor"));
  });

  it("leads to the build when the image is missing", () => {
    assert.deepEqual(titles(said("no-such-image", "No such image.")), ["Build Image…"]);
  });

  it("is nothing for what was broken off on request", () => {
    assert.equal(explainFailure(new EngineError({ code: "aborted", doing: "build" })), undefined);
    assert.equal(explainFailure(new HostError({ code: "aborted" })), undefined);
    assert.equal(explainFailure(new NpmError({ code: "aborted" })), undefined);
    assert.equal(explainFailure(new DOMException("stopped", "AbortError")), undefined);
  });

  it("names a full disk of this machine", () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    assert.match(explainFailure(full)?.message ?? "", /disk is full/);
  });

  it("leads to the log for anything else", () => {
    assert.deepEqual(titles(new TypeError("x is not a function")), ["Show Log"]);
    assert.deepEqual(titles("a word"), ["Show Log"]);
  });
});
