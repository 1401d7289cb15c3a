import assert from "node:assert/strict";
import {
  newBackfill,
  step,
  type BackfillCommand,
  type BackfillEvent,
  type BackfillState,
  type Settings,
} from "../../../backfill/queue.ts";
import type { RunEnd } from "../../../backfill/run-engine.ts";

const settings: Settings = { version: "v", parallel: 2, retries: 1, stopAfter: undefined };

const jobsOf = (units: string) =>
  units.split("").map((unit) => ({ unit, key: unit, attempt: 1, begun: false }));

/** "run a1", "write a1 done" */
const words = (commands: readonly BackfillCommand[]): readonly string[] =>
  commands.map((command) => {
    if (command.do === "write")
      return `write ${command.entry.unit}${command.entry.attempt} ${command.entry.state}`;
    if (command.do === "rest") return `rest ${command.unit} ${command.milliseconds}`;
    return "run" in command ? `${command.do} ${command.run.unit}${command.run.attempt}` : command.do;
  });

class Trail {
  state: BackfillState;
  constructor(units: string, more: Partial<Settings> = {}) {
    this.state = newBackfill(jobsOf(units), { ...settings, ...more });
  }
  take(event: BackfillEvent): readonly string[] {
    const { state, commands } = step(this.state, event);
    this.state = state;
    return words(commands);
  }
  begin(): readonly string[] {
    return this.take({ type: "begin", now: 0 });
  }
  end(unit: string, end: number | RunEnd): readonly string[] {
    const exit: RunEnd = typeof end === "number" ? { kind: "exit", code: end, interrupted: false } : end;
    return this.take({ type: "ended", unit, end: exit, now: 0, random: 1 });
  }
}

describe("the queue of a backfill", () => {
  it("starts as many as may run at once, each behind its line", () => {
    const trail = new Trail("abc");
    assert.deepEqual(trail.begin(), ["write a1 running", "run a1", "write b1 running", "run b1"]);
    assert.deepEqual(trail.end("b", 0), ["write b1 done", "forget b1", "write c1 running", "run c1"]);
    assert.deepEqual(trail.end("b", 0), [], "an end counts once");
    assert.deepEqual(trail.end("a", 0), ["write a1 done", "forget a1"]);
    assert.deepEqual(trail.end("c", 0), ["write c1 done", "forget c1", "end"]);
    assert.equal(trail.state.done, 3);
  });

  it("gives the place of what is lost to another, and counts what it comes to", () => {
    const trail = new Trail("abc", { parallel: 1 });
    trail.begin();
    assert.deepEqual(trail.take({ type: "lost", unit: "a", now: 0 }), [
      "write a1 lost",
      "write b1 running",
      "run b1",
    ]);
    assert.deepEqual(trail.end("a", 0), ["write a1 done", "forget a1"]);
    assert.deepEqual(trail.take({ type: "lost", unit: "b", now: 0 }), [
      "write b1 lost",
      "write c1 running",
      "run c1",
    ]);
    assert.deepEqual(trail.end("c", 0), ["write c1 done", "forget c1", "end"], "nobody waits for b");
  });

  it("starts anew what is given up", () => {
    const trail = new Trail("a", { retries: 0 });
    trail.begin();
    assert.deepEqual(trail.end("a", { kind: "given-up" }), ["write a1 retrying", "forget a1", "rest a 2000"]);
  });

  it("has nothing to do where nothing is wanted", () => {
    assert.deepEqual(new Trail("").begin(), ["end"]);
  });

  it("writes no line for what runs already", () => {
    const begun = newBackfill([{ unit: "a", key: "a", attempt: 3, begun: true }], settings);
    assert.deepEqual(words(step(begun, { type: "begin", now: 0 }).commands), ["run a3"]);
  });

  it("gives up what can never succeed, and goes on", () => {
    for (const code of [42, 64, 1, 137]) {
      const trail = new Trail("ab", { parallel: 1 });
      trail.begin();
      assert.deepEqual(trail.end("a", code), ["write a1 failed", "forget a1", "write b1 running", "run b1"]);
    }
  });

  it("tries again what has failed for now, after a while, and with a number of its own", () => {
    const trail = new Trail("a", { retries: 2 });
    trail.begin();
    assert.deepEqual(trail.end("a", 75), ["write a1 retrying", "forget a1", "rest a 2000"]);
    assert.deepEqual(trail.take({ type: "due", unit: "a", now: 0 }), ["write a2 running", "run a2"]);
    assert.deepEqual(trail.end("a", 75), ["write a2 retrying", "forget a2", "rest a 4000"]);
    trail.take({ type: "due", unit: "a", now: 0 });
    assert.deepEqual(trail.end("a", 75), ["write a3 failed", "forget a3", "end"]);
  });

  it("starts due ones before those that never ran", () => {
    const trail = new Trail("abc", { parallel: 1 });
    trail.begin();
    assert.deepEqual(trail.end("a", 75).slice(2), ["rest a 2000", "write b1 running", "run b1"]);
    assert.deepEqual(trail.take({ type: "due", unit: "a", now: 0 }), []);
    assert.deepEqual(trail.end("b", 0).slice(2), ["write a2 running", "run a2"]);
  });

  it("tries again what an engine took down with it, as often as that happens", () => {
    const trail = new Trail("a", { retries: 0 });
    trail.begin();
    for (let attempt = 1; attempt < 5; attempt += 1) {
      const code = attempt === 2 ? 2 : 137; // one that had not begun
      const down = trail.end("a", { kind: "exit", code, interrupted: true });
      assert.equal(down[0], `write a${attempt} retrying`);
      trail.take({ type: "due", unit: "a", now: 0 });
    }
    assert.deepEqual(trail.end("a", 0).slice(-1), ["end"]);
  });

  it("tries again what somebody has stopped or removed, as if it had failed for now", () => {
    for (const [end, state] of [
      [{ kind: "gone" }, "lost"],
      [{ kind: "exit", code: 143, interrupted: false }, "stopped"],
    ] as const) {
      const trail = new Trail("a");
      trail.begin();
      assert.equal(trail.end("a", end)[0], "write a1 retrying");
      trail.take({ type: "due", unit: "a", now: 0 });
      assert.deepEqual(trail.end("a", end), [`write a2 ${state}`, "forget a2", "end"]);
    }
  });

  it("starts nothing any more once too many have failed", () => {
    const trail = new Trail("abcd", { stopAfter: 2 });
    trail.begin();
    assert.deepEqual(trail.end("a", 1).slice(2), ["write c1 running", "run c1"]);
    assert.deepEqual(trail.end("b", 42), ["write b1 failed", "forget b1"]);
    assert.deepEqual(trail.end("c", 0), ["write c1 done", "forget c1", "end"]);
    assert.equal(trail.state.stopping, "failures");
  });

  it("lets run what runs when it is asked to stop, and stops it when it is asked again", () => {
    const trail = new Trail("abc");
    trail.begin();
    assert.deepEqual(trail.take({ type: "stop", atOnce: false }), []);
    assert.deepEqual(trail.end("a", 0), ["write a1 done", "forget a1"]);
    assert.deepEqual(trail.take({ type: "stop", atOnce: true }), ["stop b1"]);
    assert.deepEqual(trail.take({ type: "stop", atOnce: true }), []);
    assert.deepEqual(trail.end("b", 143), ["write b1 stopped", "forget b1", "end"]);
  });

  it("has stopped what was killed as it did not end by itself, and not what was killed before", () => {
    for (const code of [137, 2]) {
      const trail = new Trail("ab");
      trail.begin();
      assert.deepEqual(trail.end("a", code), ["write a1 failed", "forget a1"]);
      trail.take({ type: "stop", atOnce: true });
      assert.deepEqual(trail.end("b", code), ["write b1 stopped", "forget b1", "end"]);
    }
  });

  it("ends where the engine refuses", () => {
    const trail = new Trail("abc");
    trail.begin();
    assert.deepEqual(trail.take({ type: "refused", unit: "a" }), []);
    assert.deepEqual(trail.end("b", 0), ["write b1 done", "forget b1", "end"]);
  });

  it("ends at once while all rest and somebody asks for it", () => {
    const trail = new Trail("a");
    trail.begin();
    trail.end("a", 75);
    assert.deepEqual(trail.take({ type: "stop", atOnce: false }), ["end"]);
  });
});
