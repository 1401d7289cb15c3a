import assert from "node:assert/strict";
import { History } from "../../../../kernel/session/history.ts";
import { readRequest } from "../../../../protocol/requests.ts";

const codes = ["const a = 1", "a", "a + 1", "const b = [a]", "a"];

function filled(): History {
  const history = new History();
  for (const [index, code] of codes.entries()) history.add(index + 1, code);
  return history;
}

const find = (history: History, request: object) => history.find(readRequest("history_request", request));

const codesOf = (history: History, request: object): unknown[] =>
  find(history, request).map(([, , code]) => code);

describe("the history of a kernel's cells", () => {
  it("tells the last cells, the oldest first", () => {
    assert.deepEqual(find(filled(), { hist_access_type: "tail", n: 2 }), [
      [1, 4, "const b = [a]"],
      [1, 5, "a"],
    ]);
    assert.deepEqual(codesOf(filled(), { hist_access_type: "tail" }), codes);
    assert.deepEqual(codesOf(filled(), { hist_access_type: "tail", n: 0 }), []);
  });

  it("tells a range of a session's lines, the last not included", () => {
    const history = filled();
    history.beginSession();
    history.add(1, "later");
    const range = (more: object): unknown[] => codesOf(history, { hist_access_type: "range", ...more });
    assert.deepEqual(range({ session: 1, start: 2, stop: 4 }), ["a", "a + 1"]);
    assert.deepEqual(range({ session: -1, start: -2, stop: null }), ["const b = [a]", "a"]);
    assert.deepEqual(range({}), ["later"]);
    assert.deepEqual(range({ session: 7 }), []);
  });

  for (const [pattern, found] of [
    ["a*", ["a", "a + 1", "a"]],
    ["?", ["a", "a"]],
    ["*[[]a]*", ["const b = [a]"]],
    ["const [a-b] *", ["const a = 1", "const b = [a]"]],
    ["[^a]*", ["const a = 1", "const b = [a]"]],
    ["a + [0-9]", ["a + 1"]],
    ["a [+", []],
    ["*.*", []],
    ["[z-a]", []],
  ] as const)
    it(`finds what looks like ${pattern}`, () => {
      assert.deepEqual(codesOf(filled(), { hist_access_type: "search", pattern }), found);
    });

  it("finds the newest, and of each text the newest", () => {
    const search = (more: object): unknown =>
      find(filled(), { hist_access_type: "search", pattern: "a*", ...more });
    assert.deepEqual(search({ n: 1 }), [[1, 5, "a"]]);
    assert.deepEqual(search({ unique: true }), [
      [1, 3, "a + 1"],
      [1, 5, "a"],
    ]);
  });

  it("tells results as text where it is asked to", () => {
    const history = new History();
    const result = (data: object): Buffer[] => [Buffer.from("[]"), Buffer.from(JSON.stringify({ data }))];
    history.add(1, "a");
    history.addResult(1, result({ "text/plain": "1" }));
    history.add(2, "chart");
    history.addResult(2, result({ "text/html": "<b>" }));
    history.add(3, "b");
    history.addResult(3, result({ "text/plain": "long".repeat(10_000) }));
    history.addResult(2, result({ "text/plain": "of another cell" }));
    assert.deepEqual(
      find(history, { output: true }).map(([, , code]) => code),
      [
        ["a", "1"],
        ["chart", null],
        ["b", null],
      ],
    );
  });

  it("forgets the oldest of very many", () => {
    const history = new History();
    for (let line = 1; line <= 25_000; line += 1) history.add(line, "x");
    const told = find(history, { n: 30_000 });
    assert.deepEqual([told.length, told[0]?.[1]], [10_000, 15_001]);
  });
});
