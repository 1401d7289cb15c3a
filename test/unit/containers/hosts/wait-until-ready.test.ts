import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { HostError } from "../../../../containers/hosts/host-error.ts";
import { waitUntilReady } from "../../../../containers/hosts/wait-until-ready.ts";

const late = (seconds: number) =>
  new HostError({ code: "start-timeout", where: "process", seconds, log: "" });
const never = () => new Promise<never>(() => undefined);

/** Looks for ever, as for a service that does not get ready. */
async function look(signal: AbortSignal): Promise<never> {
  for (;;) await sleep(5, undefined, { signal });
}

describe("waiting for something to be ready", () => {
  it("gives what the strategy gives, and tells it to look no more", async () => {
    let seen: AbortSignal | undefined;
    const until = (signal: AbortSignal) => {
      seen = signal;
      return Promise.resolve(41_999);
    };
    assert.equal(await waitUntilReady({ until, late }, 60_000, undefined), 41_999);
    assert.equal(seen?.aborted, true);
  });

  it("rejects with the reason of what ended before", async () => {
    const ended = new HostError({ code: "start-failed", where: "process", log: "" });
    await assert.rejects(
      waitUntilReady({ until: () => Promise.reject(ended), late }, 60_000, undefined),
      ended,
    );
  });

  it("rejects with what is known when the time is over", async () => {
    await assert.rejects(waitUntilReady({ until: never, late }, 10, undefined), { code: "start-timeout" });
    const slowly = async (seconds: number) => {
      await sleep(5);
      return late(seconds);
    };
    await assert.rejects(waitUntilReady({ until: look, late: slowly }, 10, undefined), {
      facts: { code: "start-timeout", where: "process", seconds: 0, log: "" },
    });
  });

  it("rejects at once when the caller changes its mind, also between two looks", async () => {
    for (const until of [never, look]) {
      const stop = new AbortController();
      const waiting = waitUntilReady({ until, late }, 60_000, stop.signal);
      stop.abort();
      await assert.rejects(waiting, { code: "aborted" });
    }
    await assert.rejects(waitUntilReady({ until: look, late }, 60_000, AbortSignal.abort()), {
      code: "aborted",
    });
  });
});
