/** Points in time as people read them: the local time of their zone and its offset. */

const secondsPerDay = 86_400;

/** @param count of the unit since 1970 @param digits of the unit below the second: 0, 3, 6 or 9 */
export function formatInstant(count: bigint, digits: number, timezone: string | null): string {
  const perSecond = 10n ** BigInt(digits);
  const below = ((count % perSecond) + perSecond) % perSecond;
  const seconds = Number((count - below) / perSecond);
  const offset = timezone === null ? 0 : offsetSeconds(seconds, timezone);
  const local = new Date((seconds + (offset ?? 0)) * 1_000);
  if (Number.isNaN(local.getTime())) return `${count} (out of range)`;
  const fraction = String(below).padStart(digits, "0").replace(/0+$/, "");
  const text = local.toISOString().slice(0, -5).replace("T", " ");
  const zone = timezone === null ? "" : offset === undefined ? `Z (${timezone})` : formatOffset(offset);
  return `${text}${below === 0n ? "" : `.${fraction}`}${zone}`;
}

/** Days since 1970 as a date. */
export function formatDay(days: number): string {
  const date = new Date(days * secondsPerDay * 1_000);
  return Number.isNaN(date.getTime()) ? `${days} (out of range)` : date.toISOString().replace(/T.*/, "");
}

/** A time of day, or a length of time, counted in the unit with so many digits below the second. */
export function formatClock(count: bigint, digits: number): string {
  const sign = count < 0n ? "-" : "";
  const positive = count < 0n ? -count : count;
  const perSecond = 10n ** BigInt(digits);
  const seconds = positive / perSecond;
  const below = positive % perSecond;
  const two = (number: bigint): string => String(number).padStart(2, "0");
  const fraction = below === 0n ? "" : `.${String(below).padStart(digits, "0").replace(/0+$/, "")}`;
  return `${sign}${two(seconds / 3_600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${fraction}`;
}

const zones = new Map<string, Intl.DateTimeFormat | undefined>();

/** How far the zone is ahead of UTC then. Undefined for a zone that is not known here. */
export function offsetSeconds(seconds: number, timezone: string): number | undefined {
  if (timezone === "UTC") return Number.isNaN(new Date(seconds * 1_000).getTime()) ? undefined : 0;
  if (!zones.has(timezone)) zones.set(timezone, zoneFormat(timezone));
  const format = zones.get(timezone);
  const date = new Date(seconds * 1_000);
  if (format === undefined || Number.isNaN(date.getTime())) return undefined;
  const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name));
  const year = parts.get("era") === "BC" ? 1 - part("year") : part("year");
  const local = new Date(0);
  local.setUTCFullYear(year, part("month") - 1, part("day"));
  local.setUTCHours(part("hour"), part("minute"), part("second"));
  return local.getTime() / 1_000 - seconds;
}

function zoneFormat(timezone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    // Not a zone.
    return undefined;
  }
}

function formatOffset(seconds: number): string {
  if (seconds === 0) return "Z";
  const minutes = Math.round(Math.abs(seconds) / 60);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${seconds < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
