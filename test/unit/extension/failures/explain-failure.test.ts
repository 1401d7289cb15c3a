import assert from "node:assert/strict";
import { EngineError } from "../../../../containers/engine/engine-error.ts";
import { explainPush } from "../../../../containers/engine/explain-push.ts";
import { toEngineError } from "../../../../containers/engine/explain-failure.ts";
import { NoEngineError } from "../../../../containers/engine/no-engine-error.ts";
import { HostError } from "../../../../containers/hosts/host-error.ts";
import { LockError } from "../../../../containers/lock/lock-error.ts";
import { explainFailure } from "../../../../extension/failures/explain-failure.ts";

const titles = (error: unknown): readonly string[] =>
  explainFailure(error)?.actions.map(({ title }) => title) ?? [];

describe("what is said about a failure", () => {
  it("is the error's own sentence, with a button that helps", () => {
    const error = new EngineError("no-space", "Could not build: no space left. Free some.");
    assert.equal(explainFailure(error)?.message, error.message);
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
    assert.deepEqual(titles(new EngineError("engine", "It says `docker login`.")), ["Show Log"]);
  });

  it("leads to doctor when no engine answers", () => {
    const none = new NoEngineError([{ endpoint: "unix:///run/docker.sock", why: "Nothing listens there." }]);
    assert.deepEqual(titles(none), ["Choose Another Kernel", "Run Doctor", "Try Again"]);
    assert.match(explainFailure(none)?.message ?? "", /docker\.sock: Nothing listens there\.\nStart one/);
    assert.ok(titles(new EngineError("unreachable", "Gone.")).includes("Run Doctor"));
  });

  it("leads to the build when the image is missing", () => {
    assert.deepEqual(titles(new EngineError("no-such-image", "No such image.")), ["Build Image…"]);
  });

  it("is nothing for what was broken off on request", () => {
    assert.equal(explainFailure(new EngineError("aborted", "Stopped as asked.")), undefined);
    assert.equal(explainFailure(new HostError("aborted", "Cancelled.")), undefined);
    assert.equal(explainFailure(new LockError("aborted", "Stopped.")), undefined);
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
