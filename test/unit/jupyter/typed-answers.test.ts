import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { TypedAnswers, withDeclaration, withNames } from "../../../jupyter/typed-answers.ts";
import type { CodeAt, KnownName } from "../../../jupyter/cell-language.ts";
import type { RawFrame } from "../../../protocol/codec.ts";
import { deferred } from "../../../protocol/deferred.ts";
import { newHeader } from "../../../protocol/message.ts";

const frame = (type: string, content: object, parent?: RawFrame): RawFrame => ({
  channel: "shell",
  header: newHeader(type, "test"),
  parentHeader: parent?.header,
  metadata: {},
  content: Buffer.from(JSON.stringify(content)),
  buffers: [],
});
const contentOf = (sent: RawFrame | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(sent?.content ?? []).toString()) as Record<string, unknown>;
const names: readonly KnownName[] = [
  { name: "country", type: "property" },
  { name: "id", type: "property" },
];

/** Answers on their way through, with a language that is played. */
function played({ patience = 60_000, fails = false } = {}) {
  const delivered: RawFrame[] = [];
  const asked: CodeAt[] = [];
  const signals: AbortSignal[] = [];
  const known = deferred<readonly KnownName[]>();
  let opened = 0;
  let closed = 0;
  const answers = new TypedAnswers({
    patience: { complete_request: patience, inspect_request: patience },
    deliver: (each) => delivered.push(each),
    open: () => {
      opened += 1;
      if (fails) return Promise.reject(new Error("no server runs here"));
      return Promise.resolve({
        complete: (at, signal) => {
          asked.push(at);
          signals.push(signal);
          return known.promise;
        },
        explain: () => Promise.resolve("```typescript\nconst id: number\n```"),
        close: () => (closed += 1),
      });
    },
  });
  const complete = (code: string): { question: RawFrame; reply: () => void } => {
    const question = frame("complete_request", { code, cursor_pos: code.length });
    answers.asked(question);
    const [start] = [code.lastIndexOf(".") + 1];
    const content = {
      status: "ok",
      matches: ["id"],
      cursor_start: start,
      cursor_end: code.length,
      metadata: {},
    };
    return {
      question,
      reply: () => {
        answers.answered(frame("complete_reply", content, question));
      },
    };
  };
  return {
    ...{ answers, delivered, asked, signals, known, complete },
    opened: () => opened,
    closed: () => closed,
  };
}

describe("a kernel's answers with what the language knows", () => {
  it("have names of both, and pass everything else on at once", async () => {
    const { answers, delivered, known, complete } = played();
    complete("row.").reply();
    answers.answered(frame("status", {}, frame("complete_request", {})));
    assert.deepEqual(
      delivered.map(({ header }) => header.msg_type),
      ["status"],
    );
    known.resolve(names);
    while (delivered.length < 2) await turn();
    assert.deepEqual(contentOf(delivered[1])["matches"], ["id", "country"]);
  });

  it("stand on the cells that have run, each where it ran last, and on none that nobody sees", async () => {
    const { answers, asked, complete } = played();
    for (const [code, silent] of [
      ["a", false],
      ["b", false],
      ["secret", true],
      ["a", false],
    ] as const)
      answers.asked(frame("execute_request", { code, silent }));
    answers.asked(frame("execute_request", { nonsense: 1 }));
    complete("a.");
    while (asked.length === 0) await turn();
    assert.deepEqual(asked[0], { ran: ["b", "a"], code: "a.", offset: 2 });
  });

  it("come as they are where the language says nothing in time", async () => {
    const { delivered, known, complete } = played({ patience: 1 });
    complete("row.").reply();
    while (delivered.length === 0) await turn();
    assert.deepEqual(contentOf(delivered[0])["matches"], ["id"]);
    known.resolve(names);
    await turn();
    assert.equal(delivered.length, 1);
  });

  it("that came too late are still made, until the next question", async () => {
    const { delivered, signals, complete } = played({ patience: 1 });
    complete("row.").reply();
    while (delivered.length === 0) await turn();
    assert.equal(signals[0]?.aborted, false);
    complete("row.").reply();
    assert.equal(signals[0].aborted, true);
    while (delivered.length < 2) await turn();
    assert.equal(signals[1]?.aborted, false);
  });

  it("come as they are where there is no language, which is asked for once", async () => {
    const { delivered, complete, opened, answers } = played({ fails: true });
    complete("row.").reply();
    complete("row.").reply();
    while (delivered.length < 2) await turn();
    assert.equal(opened(), 1);
    answers.close();
  });

  it("do without it where any name may stand, and start nothing for what is no question", () => {
    const { answers, delivered, complete, opened } = played();
    complete("").reply();
    answers.asked(frame("complete_request", { code: 1 }));
    answers.asked(frame("inspect_request", { code: "x", cursor_pos: -1 }));
    assert.equal(delivered.length, 1);
    assert.equal(opened(), 0);
  });

  it("leave a failure as it is, and explain what has no value", async () => {
    const { answers, delivered, closed } = played();
    const question = frame("inspect_request", { code: "id", cursor_pos: 2 });
    for (const status of ["error", "ok"]) {
      const asked = { ...question, header: newHeader("inspect_request", "test") };
      answers.asked(asked);
      answers.answered(frame("inspect_reply", { status, found: false, data: {} }, asked));
    }
    while (delivered.length < 2) await turn();
    assert.deepEqual(
      delivered.map((each) => contentOf(each)["found"]),
      [false, true],
    );
    answers.close();
    await turn();
    assert.equal(closed(), 1);
  });
});

describe("names and declarations in Jupyter's words", () => {
  const reply = { status: "ok", matches: ["id"], cursor_start: 4, cursor_end: 5 } as const;

  it("puts new names behind those of the values, with their types, in characters", () => {
    const code = '"🦆".i';
    const added = withNames(
      { ...reply, matches: [...reply.matches] },
      [{ name: "isWellFormed", type: "function" }],
      {
        code,
        offset: code.length,
      },
    );
    assert.deepEqual(added.matches, ["id", "isWellFormed"]);
    assert.deepEqual(added.metadata?.["_jupyter_types_experimental"], [
      { text: "isWellFormed", type: "function", start: 4, end: 5 },
    ]);
  });

  it("adds nothing inside of a string, and no name that begins otherwise", () => {
    const at = { code: 'x["tot', offset: 6 };
    const inString = { ...reply, matches: ["total price"], cursor_start: 2, cursor_end: 6 };
    assert.equal(withNames(inString, names, at), inString);
    const word = { ...reply, matches: [], cursor_start: 0, cursor_end: 0 };
    const { matches, cursor_end: end } = withNames(word, names, { code: "cou", offset: 3 });
    assert.deepEqual([matches, end], [["country"], 3]);
  });

  it("says the declaration with its types before the value, and nothing twice", () => {
    const known = "```typescript\nconst rows: Row[]\n```\nAll rows.";
    const { data, found } = withDeclaration(
      {
        status: "ok",
        found: true,
        data: {
          "text/markdown": "All rows.\n\nArray of objects · 1 row",
          "text/plain": "All rows.\n\n[ {} ]",
        },
      },
      known,
    );
    assert.equal(found, true);
    assert.equal(data?.["text/markdown"], `${known}\n\nArray of objects · 1 row`);
    assert.equal(data["text/plain"], "const rows: Row[]\nAll rows.\n\n[ {} ]");
  });

  it("takes the declaration of a function that has its types", () => {
    const known = "```typescript\nfunction area(width: number): number\n```";
    const { data } = withDeclaration(
      {
        status: "ok",
        found: true,
        data: {
          "text/markdown": "```typescript\nfunction area(width)\n```",
          "text/plain": "function area(width)",
        },
      },
      known,
    );
    assert.equal(data?.["text/markdown"], known);
    assert.equal(data["text/plain"], "function area(width: number): number");
  });
});
