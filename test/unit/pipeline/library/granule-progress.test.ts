import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { Progress, sentenceOf } from "../../../../pipeline/library/granule-progress.ts";

const counts = { granules: 1200, done: 0, skipped: 0, quarantined: 0, again: 0 };
const log = Symbol.for("pipenb.log");
const asShown = Symbol.for("Jupyter.display");

describe("the progress through granules", () => {
  const clock = performance.now.bind(performance);
  const write = process.stdout.write.bind(process.stdout);
  let now = 0;

  beforeEach(() => {
    now = 0;
    performance.now = () => now;
  });

  afterEach(() => {
    performance.now = clock;
    process.stdout.write = write;
    Reflect.deleteProperty(globalThis, log);
    Reflect.deleteProperty(globalThis, "display");
  });

  it("names what there is of each kind, and what is left", () => {
    assert.deepEqual(
      [
        { ...counts, done: 1100, skipped: 10, quarantined: 20, again: 30 },
        { ...counts, done: 1200 },
        { ...counts, granules: 1, quarantined: 1 },
      ].map(sentenceOf),
      [
        "1,200 granules: 1,100 done, 10 skipped, 20 quarantined, 30 to be tried again, 40 to do.",
        "1,200 granules: 1,200 done.",
        "1 granule: 0 done, 1 quarantined.",
      ],
    );
  });

  it("is a line of a pipeline's log every ten seconds, and one of its output at the end", () => {
    const [logged, printed] = [[] as unknown[], [] as unknown[]];
    Reflect.set(globalThis, log, (...line: readonly unknown[]) => logged.push(line));
    process.stdout.write = (text: unknown) => printed.push(text) > 0;
    const progress = new Progress();
    for (let done = 1; done <= 1200; done += 1) {
      now += 20;
      progress.step({ ...counts, done });
    }
    progress.end({ ...counts, done: 1200 });
    process.stdout.write = write;
    assert.deepEqual(logged, [
      ["1,200 granules: 500 done, 700 to do.", "progress"],
      ["1,200 granules: 1,000 done, 200 to do.", "progress"],
    ]);
    assert.deepEqual(printed, ["1,200 granules: 1,200 done.\n"]);
  });

  it("is a bar of the kernel that moves a few times a second, and has a text at its end alone", () => {
    const shown: unknown[] = [];
    const show = (value: Readonly<Record<symbol, () => unknown>>) => {
      shown.push(value[asShown]?.());
      return handle;
    };
    const handle = { update: show };
    Reflect.set(globalThis, "display", show);
    const progress = new Progress();
    for (let done = 1; done <= 1200; done += 1) {
      now += 1;
      progress.step({ ...counts, done });
    }
    progress.end({ ...counts, done: 1200 });
    assert.equal(shown.length, 7);
    assert.deepEqual(shown[0], {
      "text/html": '<progress max="1200" value="200"></progress> 1,200 granules: 200 done, 1,000 to do.',
      "text/plain": "",
    });
    assert.deepEqual(shown.at(-1), {
      "text/html": '<progress max="1200" value="1200"></progress> 1,200 granules: 1,200 done.',
      "text/plain": "1,200 granules: 1,200 done.",
    });
  });
});
