/** The Python that makes units of what one writes on its command line. Pure. */
import type { UnitForm, UnitKind } from "../../notebook/units/units.ts";
import { quoted } from "../python-text.ts";

/** What depends on what units are. */
export interface UnitCode {
  /** Names that are imported, as lines. */
  readonly imports: readonly string[];
  /** Defines `units_of(word)`. */
  readonly code: string;
  /** For the usage. */
  readonly example: string;
}

/** The same units as `pipenb backfill --units` makes, but that texts make no ranges. */
export function unitCode({ kind, timezone }: UnitForm): UnitCode {
  const { imports, between, example } = kinds[kind](timezone);
  return { imports, example, code: between === undefined ? unitsOfText : `${unitsOf}\n\n${between}` };
}

interface KindCode {
  readonly imports: readonly string[];
  readonly between: string | undefined;
  readonly example: string;
}

const linesOf = `text = Path(word[1:]).read_text(encoding="utf-8-sig")`;
const everyLine = "line.strip() for line in text.splitlines() if line.strip()";

const unitsOf = `def units_of(word: str) -> list[str]:
    """The units of A..B, A..B/STEP, A,B or @FILE."""
    if word.startswith("@"):
        ${linesOf}
        lines = [${everyLine}]
        return [unit for line in lines for unit in units_of(line)]
    units = []
    for part in word.split(","):
        ends, _, step = part.partition("/")
        first, _, last = ends.partition("..")
        found = between(first, last or first)[:: int(step or 1)]
        if not found:
            raise ValueError(f"{part} has no unit")
        units += found
    return units
`;

const unitsOfText = `def units_of(word: str) -> list[str]:
    """The units of A or @FILE."""
    if word.startswith("@"):
        ${linesOf}
        return [${everyLine}]
    return [word]`;

const kinds: Readonly<Record<UnitKind, (timezone: string) => KindCode>> = {
  day: () => ({
    imports: ["from datetime import date, timedelta"],
    example: "2022-01-01..2022-01-31 2022-03-05,2022-03-07 @FILE",
    between: `def between(first: str, last: str) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [str(start + timedelta(days=n)) for n in range((end - start).days + 1)]`,
  }),
  month: () => ({
    imports: ["from datetime import datetime"],
    example: "2022-01..2022-12 2023-03,2023-05 @FILE",
    between: `def between(first: str, last: str) -> list[str]:
    start, end = (datetime.strptime(month, "%Y-%m") for month in (first, last))
    places = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    return [f"{place // 12:04}-{place % 12 + 1:02}" for place in places]`,
  }),
  hour: (timezone) => ({
    imports: ["from datetime import datetime, timedelta", "from zoneinfo import ZoneInfo"],
    example: "2022-01-01T00..2022-01-31T23 2022-03-05T07,2022-03-05T09 @FILE",
    between: `def between(first: str, last: str) -> list[str]:
    """The hours that clocks of the time zone show."""
    zone, utc, form = ZoneInfo(${quoted(timezone)}), ZoneInfo("UTC"), "%Y-%m-%dT%H"
    start, end = (datetime.strptime(hour, form) for hour in (first, last))
    count = int((end - start) / timedelta(hours=1)) + 1
    hours = [(start + timedelta(hours=n)).replace(tzinfo=zone) for n in range(count)]
    shown = [hour.astimezone(utc).astimezone(zone) for hour in hours]
    return [a.strftime(form) for a, b in zip(hours, shown) if a.hour == b.hour]`,
  }),
  text: () => ({ imports: [], example: "UNIT UNIT @FILE", between: undefined }),
};
