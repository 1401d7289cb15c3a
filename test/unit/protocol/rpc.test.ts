import assert from "node:assert/strict";
import { Replies, Requests } from "../../../protocol/rpc.ts";

describe("questions over messages", () => {
  let sent: (readonly [id: number, request: string])[];
  let takenBack: number[];
  let requests: Requests<string, string>;

  beforeEach(() => {
    sent = [];
    takenBack = [];
    requests = new Requests((id, request) => {
      if (request === "unsendable") throw new TypeError("It cannot be sent.");
      sent.push([id, request]);
      return () => takenBack.push(id);
    });
  });

  it("are answered in any order", async () => {
    const [first, second] = [requests.ask("a"), requests.ask("b")];
    assert.deepEqual(sent, [
      [1, "a"],
      [2, "b"],
    ]);
    requests.resolve(2, "B");
    requests.reject(1, new RangeError("no"));
    assert.equal(await second, "B");
    await assert.rejects(first, RangeError);
    assert.equal(requests.waiting, false);
  });

  it("are taken back with the signal's reason, and an answer that comes too late is passed over", async () => {
    const stop = new AbortController();
    const asked = requests.ask("a", stop.signal);
    stop.abort(new RangeError("enough"));
    await assert.rejects(asked, RangeError);
    assert.deepEqual(takenBack, [1]);
    assert.equal(requests.waiting, false);
    requests.resolve(1, "A");
  });

  it("are not taken back once they are answered", async () => {
    const stop = new AbortController();
    const asked = requests.ask("a", stop.signal);
    requests.resolve(1, "A");
    assert.equal(await asked, "A");
    stop.abort();
    assert.deepEqual(takenBack, []);
  });

  it("are not sent when nobody wants them any more", async () => {
    await assert.rejects(requests.ask("a", AbortSignal.abort()), { name: "AbortError" });
    assert.deepEqual(sent, []);
  });

  it("reject when they cannot be sent, or nobody answers any more", async () => {
    await assert.rejects(requests.ask("unsendable"), TypeError);
    assert.equal(requests.waiting, false);
    const asked = [requests.ask("a"), requests.ask("b")];
    requests.rejectAll(new RangeError("gone"));
    for (const each of asked) await assert.rejects(each, RangeError);
  });
});

describe("answers over messages", () => {
  const untilAborted = (signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => {
      signal.addEventListener("abort", () => {
        // SAFETY: an abort signal's reason is an error here.
        reject(signal.reason as Error);
      });
    });

  it("are the result of the work, or what it threw", async () => {
    const replies = new Replies();
    assert.deepEqual(await replies.answer(1, () => Promise.resolve("A")), { result: "A" });
    const error = new RangeError("no");
    assert.deepEqual(await replies.answer(2, () => Promise.reject(error)), { error, aborted: false });
  });

  it("end when they are taken back one by one, or all at once", async () => {
    const replies = new Replies<string>();
    const [first, second] = [replies.answer("a", untilAborted), replies.answer("b", untilAborted)];
    replies.cancel("a");
    replies.cancel("never asked");
    const outcome = await first;
    assert.ok("error" in outcome && outcome.aborted);
    replies.cancelAll();
    const other = await second;
    assert.ok("error" in other && other.aborted);
  });
});
