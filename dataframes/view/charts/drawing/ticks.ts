/** Where an axis has its lines, and what stands at them. Pure. */
import { scaleLinear, scaleUtc } from "d3-scale";
import { offsetSeconds } from "../../../values/format-instant.ts";

interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface Axis {
  /** Where a value stands in the picture. */
  readonly place: (value: number) => number;
  readonly ticks: readonly Tick[];
}

/** @param range where the domain's ends stand in the picture @param count about so many ticks */
export function numberAxis(
  [low, high]: readonly [number, number],
  range: readonly [number, number],
  count: number,
  nice: boolean,
): Axis {
  const widened: [number, number] = low === high ? around(low) : [low, high];
  const scale = scaleLinear(widened, range);
  if (nice) scale.nice(count);
  const ticks = scale.ticks(count);
  const texts = numberTexts(ticks, scale.tickFormat(count));
  return {
    place: (value) => scale(value),
    ticks: ticks.map((at, index) => ({ at, text: texts[index] ?? "" })),
  };
}

/** Ticks stand at round times of the zone; without one, times are taken as they are. */
export function timeAxis(
  [low, high]: readonly [number, number],
  range: readonly [number, number],
  count: number,
  zone: string | undefined,
): Axis {
  const day = 86_400_000;
  const widened: readonly [number, number] = low === high ? [low - day, high + day] : [low, high];
  const place = scaleLinear(widened, range);
  const offset = (instant: number): number =>
    zone === undefined ? 0 : (offsetSeconds(Math.floor(instant / 1_000), zone) ?? 0) * 1_000;
  const local = scaleUtc(
    widened.map((end) => end + offset(end)),
    range,
  );
  const format = local.tickFormat();
  const ticks = local.ticks(count).map((time) => {
    const guess = time.getTime() - offset(time.getTime());
    return { at: time.getTime() - offset(guess), text: format(time) };
  });
  const inside = ticks.filter(({ at }) => at >= widened[0] && at <= widened[1]);
  return { place: (value) => place(value), ticks: inside };
}

function around(value: number): [number, number] {
  const reach = value === 0 ? 1 : Math.abs(value) / 10;
  return [value - reach, value + reach];
}

/** Large numbers as `2.5M`, unless that makes two of them the same. */
function numberTexts(ticks: readonly number[], plain: (tick: number) => string): string[] {
  const largest = Math.max(0, ...ticks.map(Math.abs));
  const smallest = Math.min(...ticks.filter((tick) => tick !== 0).map(Math.abs));
  if (largest >= 1e15 || smallest < 1e-6) return ticks.map((tick) => String(Number(tick.toPrecision(6))));
  if (largest < 100_000) return ticks.map(plain);
  const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 4 });
  const texts = ticks.map((tick) => compact.format(tick).replace("-", "−"));
  return new Set(texts).size === texts.length ? texts : ticks.map(plain);
}
