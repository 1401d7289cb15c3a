import assert from "node:assert/strict";
import { textOf } from "../../../../app/failures/describe-failure.ts";
import { toEngineError } from "../../../../containers/engine/explain-failure.ts";

describe("explaining an engine's failure", () => {
  const failing = (fields: object, message = "failed"): Error => Object.assign(new Error(message), fields);

  for (const [fields, message, code, words] of [
    [{ code: "EACCES" }, "connect EACCES /var/run/docker.sock", "permission", /usermod -aG docker/],
    [{ code: "ECONNREFUSED" }, "connect ECONNREFUSED", "unreachable", /Start it/],
    [{ code: "ENOENT" }, "connect ENOENT /var/run/docker.sock", "unreachable", /running\?/],
    [
      { statusCode: 404, json: { message: "No such image: x:1" } },
      "(HTTP code 404)",
      "no-such-image",
      /No such image: x:1\./,
    ],
    [
      { statusCode: 404, json: { message: "No such container: x" } },
      "(HTTP code 404)",
      "no-such-object",
      /No such container/,
    ],
    [{ statusCode: 409, json: { message: "volume is in use" } }, "(HTTP code 409)", "conflict", /in use/],
    [{ statusCode: 500, json: { message: "mkdir /x: no space left on device" } }, "x", "no-space", /prune/],
    [
      { statusCode: 500, json: { message: "Bind for 127.0.0.1:80 failed: port is already allocated" } },
      "x",
      "port-taken",
      /port/,
    ],
    [
      { statusCode: 500, json: { message: "transport is closing: unavailable" } },
      "x",
      "unreachable",
      /transport is closing[^]*Start it/,
    ],
    [{ statusCode: 500, json: null }, "(HTTP code 500) strange", "engine", /strange/],
    [{ name: "AbortError" }, "This operation was aborted", "aborted", /Stopped as asked/],
  ] as const) {
    it(`gives "${code}" for ${JSON.stringify(fields).slice(0, 70)}`, () => {
      const error = toEngineError(failing(fields, message), "do a thing");
      assert.equal(error.code, code);
      assert.match(textOf(error), words);
      assert.match(textOf(error), /do a thing/);
    });
  }

  it("leaves out what dockerode puts before the engine's words", () => {
    const cause = failing({ statusCode: 500 }, "(HTTP code 500) server error - it is broken ");
    assert.equal(textOf(toEngineError(cause, "do a thing")), "Could not do a thing: it is broken.");
  });

  it("takes also what is no error at all", () => {
    assert.equal(textOf(toEngineError("words", "do a thing")), "Could not do a thing: words.");
  });

  it("keeps the cause", () => {
    const cause = failing({});
    assert.equal(toEngineError(cause, "do a thing").cause, cause);
  });
});
