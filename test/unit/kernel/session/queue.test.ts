import assert from "node:assert/strict";
import fc from "fast-check";
import { emptyQueue, step } from "../../../../kernel/session/queue.ts";
import type { QueueCommand, QueueEvent, QueueState } from "../../../../kernel/session/queue.ts";
import type { ExecutionRequest } from "../../../../kernel/session/execution.ts";
import { newHeader } from "../../../../protocol/message.ts";

type Event = QueueEvent<string>;
type Command = QueueCommand<string>;

const request = (more: Partial<ExecutionRequest> = {}): ExecutionRequest => ({
  parent: newHeader("execute_request", "a client"),
  code: "1 + 1",
  silent: false,
  storeHistory: true,
  allowStdin: false,
  seen: undefined,
  stopOnError: true,
  cell: undefined,
  number: undefined,
  line: undefined,
  debug: { source: undefined, pause: false },
  expressions: {},
  ...more,
});

const failure = { ename: "Error", evalue: "no", traceback: ["Error: no"], exitCode: 1 };
const lost: Event = { type: "lost", ending: { kind: "error", error: failure } };

/** Puts one event after the other and keeps the commands. */
class Run {
  state: QueueState = emptyQueue;
  readonly commands: Command[] = [];

  put(...events: Event[]): this {
    for (const event of events) {
      const { state, commands } = step(this.state, event);
      this.state = state;
      this.commands.push(...commands);
    }
    return this;
  }

  execute(more?: Partial<ExecutionRequest>): this {
    return this.put({ type: "execute", request: request(more), since: 0 });
  }

  /** Each command in a word or two, from the last call on. */
  told(): string[] {
    return this.commands.splice(0).map((command) => {
      if (command.do !== "publish") return command.do;
      const { status, execution_state } = command.content as { status?: string; execution_state?: string };
      return [command.type, execution_state ?? status].filter((word) => word !== undefined).join(" ");
    });
  }
}

const begun = ["begin", "status busy", "execute_input", "remember", "prepare"];
const ended = ["execute_reply ok", "status idle"];
const failed = ["error", "execute_reply error", "status idle", "tell-failure"];
const aborted = ["execute_reply aborted", "status idle"];

describe("the queue of cells", () => {
  it("runs one cell after the other", () => {
    const run = new Run().execute().execute();
    assert.deepEqual(run.told(), ["hold", ...begun]);
    run.put({ type: "prepared", id: 1, prepared: "one" });
    assert.deepEqual(run.commands.splice(0), [{ do: "run", id: 1, prepared: "one" }]);
    run.put({ type: "finished", id: 1, expressions: {} });
    assert.deepEqual(run.told(), [...ended, ...begun]);
    run.put({ type: "prepared", id: 2, prepared: "two" }, { type: "finished", id: 2, expressions: {} });
    assert.deepEqual(run.told(), ["run", ...ended, "release"]);
  });

  it("aborts what waits behind a cell that failed, and what was sent before the client heard of that", () => {
    const run = new Run().execute().execute();
    run.put({ type: "prepared", id: 1, prepared: "" }, { type: "failed", error: failure });
    run.told();
    run.put({ type: "finished", id: 1, expressions: {} });
    assert.deepEqual(run.told(), [...failed, ...aborted, "release"]);
    run.put({ type: "failure-told", at: 9 }).execute({ seen: 8 });
    assert.deepEqual(run.told(), aborted);
    run.execute({ seen: 9 });
    assert.deepEqual(run.told(), ["hold", ...begun]);
  });

  it("goes on behind a failed cell that says so", () => {
    const run = new Run().execute({ stopOnError: false }).execute();
    run.told();
    run.put({ type: "refused", id: 1, error: failure });
    assert.deepEqual(run.told(), [...failed.slice(0, 3), ...begun]);
  });

  it("answers a cell that is interrupted before the runtime has it, and does not run it any more", () => {
    const run = new Run().execute();
    run.told();
    run.put({ type: "interrupt" }, { type: "prepared", id: 1, prepared: "" });
    assert.deepEqual(run.told(), [...failed, "release"]);
  });

  it("has the runtime interrupt a running cell, and warns when that does not help", () => {
    const run = new Run().execute().put({ type: "prepared", id: 1, prepared: "" });
    run.told();
    run.put({ type: "interrupt" }, { type: "unheeded", id: 1 });
    assert.deepEqual(run.told(), ["interrupt", "warn"]);
    run.put(
      { type: "failed", error: failure },
      { type: "finished", id: 1, expressions: {} },
      { type: "unheeded", id: 1 },
    );
    assert.deepEqual(run.told(), [...failed, "release"]);
  });

  it("ends the running cell with its runtime, and hears no more of it", () => {
    const run = new Run().execute({ stopOnError: false }).execute();
    run.told();
    run.put(lost, { type: "finished", id: 1, expressions: {} }, { type: "prepared", id: 1, prepared: "" });
    assert.deepEqual(run.told(), [...failed.slice(0, 3), ...begun]);
  });

  it("counts from one with a new runtime, whether a cell was running or not", () => {
    const counts = new Run()
      .execute()
      .execute()
      .put(lost)
      .execute()
      .put({ type: "finished", id: 3, expressions: {} }, lost);
    counts.execute();
    const inputs = counts.commands.flatMap((command) => (command.do === "prepare" ? [command.count] : []));
    assert.deepEqual(inputs, [1, 1, 1]);
  });

  it("ends every cell of a program that has ended, until there is a new one", () => {
    const ending = { kind: "error", error: failure } as const;
    const run = new Run().put({ type: "program-ended", ending }).execute();
    assert.deepEqual(run.told(), ["hold", ...begun.slice(0, 4), ...failed, "release"]);
    run.put({ type: "restarted" }).execute();
    assert.deepEqual(run.told(), ["hold", ...begun]);
  });

  it("says of a cell what it threw, not that its program has ended by that", () => {
    const other = { ...failure, ename: "RuntimeEnded" };
    const run = new Run().execute().put({ type: "prepared", id: 1, prepared: "" });
    run.put({ type: "failed", error: failure });
    run.put({ type: "program-ended", ending: { kind: "error", error: other } });
    const error = run.commands.find((command) => command.do === "publish" && command.type === "error");
    assert.ok(error?.do === "publish");
    const { exitCode, ...content } = failure;
    assert.deepEqual([error.content, error.own], [content, { exit_code: exitCode }]);
  });

  it("counts what is kept in the history, and shows nothing of what is silent", () => {
    const run = new Run().execute({ silent: true });
    assert.deepEqual(run.told(), ["hold", "begin", "status busy", "prepare"]);
    run.put({ type: "refused", id: 1, error: failure });
    assert.deepEqual(run.told(), ["execute_reply error", "status idle", "tell-failure", "release"]);
    run.execute({ storeHistory: false });
    assert.equal(run.state.executionCount, 0);
    run.put({ type: "refused", id: 2, error: failure }).execute();
    assert.equal(run.state.executionCount, 1);
  });
});

describe("the queue of cells, whatever comes in whatever order,", () => {
  /** An event, given the id of the execution that was asked for last: about cells that are there, were there, and never were. */
  type AnyEvent = (lastId: number) => Event;

  const ending = { kind: "error", error: failure } as const;
  const fixed: readonly Event[] = [
    { type: "failed", error: failure },
    { type: "interrupt" },
    { type: "lost", ending },
    { type: "program-ended", ending },
    { type: "restarted" },
  ];
  const anyEvent: fc.Arbitrary<AnyEvent> = fc.oneof(
    fc
      .record({
        stopOnError: fc.boolean(),
        silent: fc.boolean(),
        seen: fc.option(fc.nat(20), { nil: undefined }),
      })
      .map((more): AnyEvent => () => ({ type: "execute", request: request(more), since: 0 })),
    fc
      .tuple(fc.constantFrom("prepared", "finished", "answered", "refused", "unheeded"), fc.nat(3))
      .map(([type, back]): AnyEvent => (lastId) => ({
        type,
        id: lastId + 1 - back,
        prepared: "",
        error: failure,
        expressions: {},
        pages: [],
      })),
    fc.constantFrom(...fixed).map(
      (event): AnyEvent =>
        () =>
          event,
    ),
    fc.nat(20).map((at): AnyEvent => () => ({ type: "failure-told", at })),
  );
  const anyEvents = fc.array(anyEvent, { maxLength: 60 });

  /** All that is asked for, and then so many lost runtimes that everything has ended. */
  function outcome(events: readonly AnyEvent[]): {
    readonly asked: readonly string[];
    readonly commands: readonly Command[];
  } {
    const run = new Run();
    const asked: string[] = [];
    for (const make of events) {
      const event = make(run.state.lastId);
      if (event.type === "execute") asked.push(event.request.parent.msg_id);
      run.put(event);
    }
    while (run.state.running !== undefined) run.put(lost);
    return { asked, commands: run.commands };
  }

  const always = (check: (events: readonly AnyEvent[]) => void): void => {
    fc.assert(fc.property(anyEvents, check), { numRuns: 500 });
  };

  const published = (commands: readonly Command[], parent: string): string[] =>
    commands.flatMap((command) => {
      if (command.do !== "publish" || command.parent.msg_id !== parent) return [];
      const { execution_state } = command.content as { execution_state?: string };
      return [execution_state ?? command.type];
    });

  it("answers each request once, and is idle after that", () => {
    always((events) => {
      const { asked, commands } = outcome(events);
      for (const id of asked) {
        const told = published(commands, id);
        assert.equal(told.filter((type) => type === "execute_reply").length, 1);
        assert.deepEqual(told.slice(-2), ["execute_reply", "idle"]);
        assert.ok(told.filter((type) => type === "busy").length <= 1 && told.lastIndexOf("busy") <= 0);
      }
    });
  });

  it("runs cells in their order, one at a time, each once, and none that was answered", () => {
    always((events) => {
      let current = 0;
      let isRunning = false;
      for (const command of outcome(events).commands) {
        if (command.do === "begin") {
          assert.ok(command.execution.id > current);
          current = command.execution.id;
          isRunning = false;
        } else if (command.do === "run") {
          assert.ok(command.id === current && !isRunning);
          isRunning = true;
        } else if (command.do === "publish" && command.type === "execute_reply") isRunning = false;
      }
    });
  });

  it("holds the kernel exactly while there are cells", () => {
    always((events) => {
      let isHeld = false;
      for (const command of outcome(events).commands) {
        if (command.do === "hold") {
          assert.ok(!isHeld);
          isHeld = true;
        } else if (command.do === "release") {
          assert.ok(isHeld);
          isHeld = false;
        } else if (command.do === "begin") assert.ok(isHeld);
      }
      assert.ok(!isHeld);
    });
  });
});
