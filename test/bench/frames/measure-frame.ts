/** Everything that is asked of one library's frame, timed. */
import assert from "node:assert/strict";
import type { DataframesClient } from "../../../dataframes/protocol/client.ts";
import type { View } from "../../../dataframes/protocol/view.ts";
import type { TestKernel } from "../../support/kernel-process.ts";
import { repeat, sampleOf, timed } from "../measure.ts";
import type { Figure } from "../scenario.ts";
import { LookedInto, sorted } from "./look-into.ts";
import { allColumns, rows, sortedBy, windowColumns } from "./made-frames.ts";
import type { MadeFrame } from "./made-frames.ts";

/** Frames made anew, so that nothing is known of them. */
const fresh = 3;
const windows = { warmups: 5, runs: 100 };
const windowRows = 100;

const byNumber = sorted({ column: sortedBy.number, descending: true });
const byText = sorted({ column: sortedBy.text, descending: false });

/** Figures of the frame, whose library is named in each. */
export async function measureFrame(
  kernel: TestKernel,
  frames: DataframesClient,
  made: MadeFrame,
): Promise<readonly Figure[]> {
  const firsts: First[] = [];
  let frame: LookedInto | undefined;
  for (let index = 0; index < fresh; index += 1) {
    assert.equal((await kernel.run(made.cell)).trace, "");
    frame = (await LookedInto.show(kernel, frames, "frame")).frame;
    const asked = await firstQuestions(kernel, frame);
    assert.equal((await kernel.run(made.cell)).trace, "");
    ({ frame } = await LookedInto.show(kernel, frames, "frame"));
    await frame.window(sorted(), 0, windowRows, windowColumns); // what is read once is read
    firsts.push({ ...asked, summary: await frame.summary(allColumns) });
  }
  assert.ok(frame !== undefined);
  const samples = (pick: (first: First) => number) => sampleOf(firsts.map(pick));
  const named = (what: string): string => `${made.library}: ${what}`;
  const meanwhile = firsts.flatMap(({ cells }) => cells);
  return [
    {
      what: named("first 1,000 rows, time in the kernel"),
      unit: "ms",
      sample: await repeat(
        { warmups: 3, runs: 20 },
        async () => (await LookedInto.show(kernel, frames, "frame")).milliseconds,
      ),
      target: 5,
      peer: "frame_first",
    },
    { what: named("first window after that"), unit: "ms", sample: samples(({ window }) => window) },
    {
      what: named("random windows"),
      unit: "ms",
      sample: await randomWindows(frame, sorted()),
      target: 30,
      peer: "frame_window",
    },
    {
      what: named("sorted by numbers, the sort itself"),
      unit: "ms",
      sample: samples(({ number }) => number),
      peer: "frame_sort_number",
    },
    {
      what: named("sorted by texts, the sort itself"),
      unit: "ms",
      sample: samples(({ text }) => text),
      peer: "frame_sort_text",
    },
    {
      what: named("sorted by texts, random windows"),
      unit: "ms",
      sample: await randomWindows(frame, byText),
      target: 120,
      peer: "frame_window_sorted",
    },
    {
      what: named("summaries of 20 columns"),
      unit: "ms",
      sample: samples(({ summary }) => summary),
      target: 600,
      peer: "frame_summary",
    },
    {
      what: named("trivial cell while the summaries are made"),
      unit: "ms",
      sample: sampleOf(meanwhile),
      target: 10,
    },
    { what: named("the slowest of those cells"), unit: "ms", sample: sampleOf([Math.max(...meanwhile)]) },
  ];
}

/** Milliseconds of what is asked of a frame for the first time. */
interface First {
  readonly window: number;
  readonly number: number;
  readonly text: number;
  readonly summary: number;
  /** Cells that ran during the summaries. */
  readonly cells: readonly number[];
}

async function firstQuestions(kernel: TestKernel, frame: LookedInto): Promise<Omit<First, "summary">> {
  const window = await frame.window(sorted(), rows / 2, windowRows, windowColumns);
  const number = await frame.window(byNumber, rows / 2, windowRows, windowColumns);
  const text = await frame.window(byText, rows / 2, windowRows, windowColumns);
  const cells = await whileAsked(kernel, frame.summary(allColumns));
  return { window, number, text, cells };
}

/** Runs one cell after the other until the answer is here. */
async function whileAsked(kernel: TestKernel, answer: Promise<unknown>): Promise<readonly number[]> {
  let waiting = true;
  const answered = answer.finally(() => {
    waiting = false;
  });
  const times: number[] = [];
  do times.push(await timed(() => kernel.run("1 + 1")));
  while (waiting);
  await answered;
  return times;
}

/** Places no cache has seen before, the same ones in each run of the bench. */
function randomWindows(frame: LookedInto, view: View) {
  let place = 42;
  return repeat(windows, () => {
    place = (place * 48_271) % 2_147_483_647;
    return frame.window(view, place % (rows - windowRows), windowRows, windowColumns);
  });
}
