/** The reducer of runs, without kernel and without editor: what it is told, and what it has done. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { NotebookOutputs } from "../../../cli/run/notebook-outputs.ts";
import { lateMark } from "../../../protocol/cell-outputs.ts";
import { heardOf, noRuns, step } from "../../../protocol/cell-runs.ts";
import type { RunCommand } from "../../../protocol/cell-run.ts";
import type { CellRuns, RunInput } from "../../../protocol/cell-runs.ts";
import type { ExecutionEvent } from "../../../protocol/content.ts";
import { newHeader } from "../../../protocol/message.ts";

const printed = (text: string, name: "stdout" | "stderr" = "stdout"): ExecutionEvent => ({
  type: "stream",
  name,
  text,
});
const display = (
  type: "display_data" | "update_display_data",
  text: string,
  id?: string,
): ExecutionEvent => ({
  type,
  data: { "text/plain": text },
  metadata: {},
  transient: id === undefined ? {} : { display_id: id },
});
const failure: ExecutionEvent = { type: "error", ename: "Error", evalue: "no", traceback: ["at a"] };
const busy: ExecutionEvent = { type: "status", execution_state: "busy", at: 100 };
const idle: ExecutionEvent = { type: "status", execution_state: "idle", at: 200 };

type Input = RunInput<string>;
const sent = (id: string, cell = id): Input => ({ kind: "sent", id, cell });
const event = (id: string, one: ExecutionEvent, sequence?: number): Input => ({
  kind: "event",
  id,
  event: one,
  sequence,
});
const reply = (id: string, status: "ok" | "aborted", count = 1): Input => ({
  kind: "reply",
  id,
  reply: status === "ok" ? { status, execution_count: count } : { status },
});
const failed = (id: string): Input => ({
  kind: "reply",
  id,
  reply: { status: "error", execution_count: 1, ename: "Error", evalue: "no", traceback: [] },
});
const begun = (id: string, cell = id): Input[] => [
  sent(id, cell),
  event(id, busy),
  event(id, { type: "execute_input", execution_count: 1 }),
];
const over = (id: string): Input[] => [reply(id, "ok"), event(id, idle)];
const atRest = (id: string, cleared = false): Input => ({ kind: "at-rest", id, cleared });

/** Cells as someone shows them: what each cell has, and all that was to be done. */
class Shown {
  runs: CellRuns<string> = noRuns();
  readonly commands: RunCommand[] = [];
  readonly #cells = new Map<string, NotebookOutputs>();
  readonly #ids = new Map<string, string>();
  readonly #showsLateAtOnce: boolean;

  constructor(showsLateAtOnce = false) {
    this.#showsLateAtOnce = showsLateAtOnce;
  }

  take(...inputs: readonly Input[]): this {
    for (const input of inputs) {
      if (input.kind === "sent") this.#ids.set(input.id, input.cell);
      const { runs, commands } = step(this.runs, input);
      this.runs = runs;
      this.commands.push(...commands);
      for (const command of commands) this.#carryOut(command);
    }
    return this;
  }

  of(cell: string): unknown[] {
    return this.#outputs(cell)
      .toJson()
      .map((output) => output["text"] ?? output["data"] ?? output["evalue"]);
  }

  json(): unknown {
    return [...this.#cells].map(([cell, outputs]) => [cell, outputs.toJson()]);
  }

  kinds(): string[] {
    return this.commands.map(({ kind, id }) => `${id} ${kind}`);
  }

  #outputs(cell: string): NotebookOutputs {
    const outputs = this.#cells.get(cell) ?? new NotebookOutputs();
    this.#cells.set(cell, outputs);
    return outputs;
  }

  #carryOut(command: RunCommand): void {
    const outputs = this.#outputs(this.#ids.get(command.id) ?? command.id);
    if (command.kind === "output") outputs.apply(command.edit);
    if (command.kind === "start" && command.clears) outputs.apply({ kind: "clear" });
    if (command.kind === "reopen" && command.cleared) outputs.apply({ kind: "clear" });
    if (command.kind === "late" && this.#showsLateAtOnce) this.take(atRest(command.id));
  }
}

const text = (value: string): unknown => ({ "text/plain": value });

describe("the runs of a kernel's cells", () => {
  it("start with the first sign of life, are counted, and end when reply and idle have both come", () => {
    // The kernel says again that it is busy, after a request that it has answered meanwhile.
    const again = event("a", { ...busy, at: 150 });
    const shown = new Shown().take(...begun("a"), event("a", printed("1\n")), again, event("a", idle));
    assert.deepEqual(shown.kinds(), ["a start", "a count", "a output"]);
    shown.take(reply("a", "ok"));
    assert.deepEqual(shown.commands.at(-1), {
      kind: "end",
      id: "a",
      hasStarted: true,
      summary: { startTime: 100, endTime: 200, executionCount: 1, success: true },
    });
    assert.equal(shown.runs.open.size, 0);
  });

  it("fail with an error, which stands below what was printed", () => {
    const shown = new Shown().take(
      ...begun("a"),
      event("a", printed("1\n")),
      event("a", failure),
      failed("a"),
      event("a", idle),
    );
    assert.deepEqual(shown.of("a"), ["1\n", "no"]);
    const end = shown.commands.at(-1);
    assert.equal(end?.kind === "end" && end.summary.success, false);
  });

  it("show the pages that come with a reply", () => {
    const page = { source: "page", data: { "text/plain": "what it is" }, start: 0 };
    const payload = [{ source: "set_next_input", text: "x" }, page, { source: "page", data: "no data" }];
    const shown = new Shown().take(...begun("a"));
    shown.take({ kind: "reply", id: "a", reply: { status: "ok", execution_count: 1, payload } });
    shown.take(event("a", idle));
    assert.deepEqual(shown.of("a"), [text("what it is")]);
  });

  it("never start where they are aborted, and the cell keeps what it has shown before", () => {
    const shown = new Shown().take(...begun("a", "cell"), event("a", printed("1\n")), ...over("a"));
    shown.take(sent("b", "cell"), reply("b", "aborted"), event("b", idle));
    assert.deepEqual(shown.of("cell"), ["1\n"]);
    assert.deepEqual(shown.commands.at(-1), {
      kind: "end",
      id: "b",
      hasStarted: false,
      summary: { startTime: undefined, endTime: 200, executionCount: undefined, success: undefined },
    });
    assert.deepEqual(shown.take(event("a", printed("late\n")), atRest("a")).of("cell"), [
      "1\n",
      `${lateMark}late\n`,
    ]);
  });

  it("all end when the connection is lost, each with the reason", () => {
    const shown = new Shown().take(...begun("a"), sent("b"));
    shown.take({ kind: "lost", error: { name: "ProtocolError", message: "It is gone." } });
    assert.deepEqual([shown.of("a"), shown.of("b")], [["It is gone."], ["It is gone."]]);
    assert.deepEqual(shown.kinds().slice(-5), ["a output", "a end", "b start", "b output", "b end"]);
    assert.equal(shown.runs.open.size, 0);
  });

  it("end without a word where another document goes on with them", () => {
    const shown = new Shown().take(...begun("a"), { kind: "lost", error: undefined });
    assert.deepEqual(shown.of("a"), []);
    const end = shown.commands.at(-1);
    assert.equal(end?.kind === "end" && end.summary.success, undefined);
  });

  it("end with what breaks the protocol", () => {
    const bad = heardOf({
      channel: "iopub",
      header: newHeader("stream", "s"),
      parentHeader: { ...newHeader("execute_request", "s"), msg_id: "a" },
      metadata: {},
      content: { name: "nowhere" },
      buffers: [],
    });
    assert.ok(bad !== undefined);
    assert.deepEqual(new Shown().take(...begun("a"), bad).of("a"), ["The kernel sent a bad stream."]);
  });

  it("go on after a restart in their middle, which ends the running one and aborts those behind it", () => {
    const ended: ExecutionEvent = { ...failure, ename: "RuntimeEnded", evalue: "started over" };
    const shown = new Shown().take(
      ...begun("a"),
      sent("b"),
      event("a", ended),
      failed("a"),
      event("a", idle),
      reply("b", "aborted"),
      event("b", idle),
      ...begun("c", "a"),
      event("c", printed("new\n")),
      ...over("c"),
    );
    assert.deepEqual(shown.of("a"), ["new\n"]);
    assert.equal(shown.runs.open.size, 0);
  });
});

describe("what comes after a run's end", () => {
  const ended = (): Shown => new Shown().take(...begun("a"), event("a", printed("done\n")), ...over("a"));

  it("is gathered until the cell is at rest, and then shown below a mark as the run's own", () => {
    const shown = ended().take(event("a", printed("1\n")), event("a", printed("2\n")));
    assert.deepEqual(shown.of("a"), ["done\n"]);
    shown.take(atRest("a"));
    assert.deepEqual(shown.of("a"), ["done\n", `${lateMark}1\n2\n`]);
    assert.deepEqual(shown.kinds().slice(-6), [
      "a late",
      "a late",
      "a reopen",
      "a output",
      "a output",
      "a end",
    ]);
    assert.deepEqual(shown.take(atRest("a")).kinds().at(-1), "a end");
  });

  it("marks its cell as failed where it is a failure", () => {
    const end = ended().take(event("a", failure), atRest("a")).commands.at(-1);
    assert.deepEqual(end?.kind === "end" && end.summary, {
      startTime: 100,
      endTime: 200,
      executionCount: 1,
      success: false,
    });
  });

  it("stands alone where the user has cleared the cell", () => {
    const shown = ended().take(event("a", printed("late\n")), atRest("a", true));
    assert.deepEqual(shown.of("a"), [`${lateMark}late\n`]);
  });

  it("is shown with the next run of the cell where that begins first", () => {
    const shown = ended().take(event("a", printed("late\n")), ...begun("b", "a"));
    assert.deepEqual(shown.of("a"), [`${lateMark}late\n`]);
    shown.take(event("a", printed("later\n")), event("b", printed("own\n")));
    assert.deepEqual(shown.of("a"), [`${lateMark}late\nlater\nown\n`]);
    assert.deepEqual(
      shown
        .take(...over("b"), atRest("a"))
        .kinds()
        .at(-1),
      "b end",
    );
  });

  it("is not heard of requests that nobody here has sent", () => {
    assert.deepEqual(
      ended()
        .take(event("elsewhere", printed("x\n")))
        .kinds()
        .at(-1),
      "a end",
    );
  });

  it("is not shown again in a window that was loaded anew, but what comes from then on is", () => {
    const { runs } = ended();
    const run = runs.ended.get("a");
    assert.ok(run !== undefined);
    const shown = new Shown().take({ kind: "restored", run, seen: 10 });
    shown.take(event("a", printed("old\n"), 10), event("a", printed("new\n"), 11), atRest("a"));
    assert.deepEqual(shown.of("a"), [`${lateMark}new\n`]);
  });
});

describe("displays that have an id", () => {
  it("are changed by later cells, wherever they stand: at once in a running cell, else when it is at rest", () => {
    const shown = new Shown().take(
      ...begun("a"),
      event("a", display("display_data", "1", "x")),
      ...over("a"),
    );
    shown.take(...begun("b"), event("b", display("display_data", "1", "x")));
    shown.take(event("b", display("update_display_data", "2", "x")));
    assert.deepEqual([shown.of("a"), shown.of("b")], [[text("1")], [text("2")]]);
    shown.take(atRest("a"));
    assert.deepEqual(shown.of("a"), [text("2")]);
  });

  it("are changed also while they wait to be shown", () => {
    const shown = new Shown().take(...begun("a"), ...over("a"));
    shown.take(
      event("a", display("display_data", "1", "x")),
      event("a", display("update_display_data", "2", "x")),
    );
    assert.deepEqual(shown.take(atRest("a")).of("a"), [lateMark, text("2")]);
  });

  it("are those of their kernel alone", () => {
    const [one, other] = [new Shown(), new Shown()];
    for (const each of [one, other])
      each.take(...begun("a"), event("a", display("display_data", "1", "x")), ...over("a"));
    one.take(...begun("b"), event("b", display("update_display_data", "2", "x")), atRest("a"));
    assert.deepEqual([one.of("a"), other.of("a")], [[text("2")], [text("1")]]);
  });

  it("are gone with the cell that showed them", () => {
    const shown = new Shown().take(
      ...begun("a"),
      event("a", display("display_data", "1", "x")),
      ...over("a"),
    );
    shown.take(
      { kind: "removed", cell: "a" },
      ...begun("b"),
      event("b", display("update_display_data", "2", "x")),
    );
    assert.equal(shown.kinds().includes("a late"), false);
  });
});

/** Something that a cell of a kernel says, while it runs or later. */
const anyEvent = fc.oneof(
  fc
    .record({ text: fc.constantFrom("a\n", "b", "50 %\r"), name: fc.constantFrom("stdout", "stderr") })
    .map(({ text: value, name }) => printed(value, name)),
  fc
    .tuple(
      fc.constantFrom("display_data", "update_display_data"),
      fc.nat(9),
      fc.constantFrom("x", "y", undefined),
    )
    .map(([type, value, id]) => display(type, String(value), id)),
  fc.boolean().map((wait): ExecutionEvent => ({ type: "clear_output", wait })),
  fc.constant<ExecutionEvent>(failure),
  fc.nat(9).map((value): ExecutionEvent => ({
    type: "execute_result",
    data: { "text/plain": String(value) },
    metadata: {},
    execution_count: 1,
  })),
);
const anyStep = fc.oneof(
  { weight: 6, arbitrary: anyEvent.map((one) => ({ does: "says" as const, event: one })) },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(5), anyEvent).map(([of, one]) => ({ does: "late" as const, of, event: one })),
  },
  { weight: 2, arbitrary: fc.boolean().map((idleFirst) => ({ does: "ends" as const, idleFirst })) },
  { weight: 2, arbitrary: fc.nat(5).map((of) => ({ does: "rests" as const, of })) },
);

describe("editor and command line", () => {
  it("show the same in the end, whatever a kernel says and whenever the editor has time for what came late", () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        // The one shows what comes late at once, the other when a cell is at rest.
        const [atOnce, gathering] = [new Shown(true), new Shown()];
        let cell = 0;
        const tell = (...inputs: Input[]): void => {
          atOnce.take(...inputs);
          gathering.take(...inputs);
        };
        tell(...begun("0"));
        for (const one of steps) {
          if (one.does === "says") tell(event(String(cell), one.event));
          else if (one.does === "late" && one.of < cell) tell(event(String(one.of), one.event));
          else if (one.does === "rests") gathering.take(atRest(String(one.of)));
          else if (one.does === "ends") {
            tell(...(one.idleFirst ? over(String(cell)).reverse() : over(String(cell))));
            cell += 1;
            tell(...begun(String(cell)));
          }
        }
        for (let each = 0; each <= cell; each += 1) gathering.take(atRest(String(each)));
        assert.deepEqual(gathering.json(), atOnce.json());
      }),
    );
  });

  it("know of each output by its key: nothing is changed that is not there", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const shown = new Shown().take(...begun("a"), ...events.map((one) => event("a", one)));
        const there = new Set<number>();
        for (const command of shown.commands) {
          if (command.kind !== "output") continue;
          const { edit } = command;
          if (edit.kind === "clear") there.clear();
          else if (edit.kind === "append") there.add(edit.key);
          else assert.ok(there.has(edit.key));
        }
        assert.deepEqual(
          shown.runs.open.get("a")?.outputs.marks.map(({ key }) => key),
          [...there],
        );
      }),
    );
  });
});
