/** Days and months of the calendar as a run is given them: text, without a clock and a time zone. */
import { notADay } from "../../notebook/parameters/calendar-day.ts";

const dayMilliseconds = 86_400_000;

/**
 * The day before a day, or the month before a month; with `count`, so many before.
 *
 * ```ts
 * previous("2024-03-01"); // "2024-02-29"
 * previous("2024-01"); // "2023-12"
 * previous(day, 7); // a week ago
 * ```
 *
 * @param date a day such as `2022-02-05` or a month such as `2022-02`
 */
export function previous(date: string, count = 1): string {
  if (!Number.isSafeInteger(count))
    throw new RangeError(`${count} is no number of days or months: give a whole number.`);
  const { unit, number } = read(date);
  return write(unit, number - count);
}

/**
 * All days from one to another, or all months from one to another, both included; none where the second is before the first.
 *
 * ```ts
 * for (const each of range(previous(day, 6), day)) console.log(each); // the week that ends with the day
 * range("2023-11", "2024-02"); // ["2023-11", "2023-12", "2024-01", "2024-02"]
 * ```
 *
 * @param from the first day or month
 * @param to the last, of the same kind
 */
export function range(from: string, to: string): string[] {
  const [first, last] = [read(from), read(to)];
  if (first.unit !== last.unit)
    throw new RangeError(`${from} is a ${first.unit} and ${to} a ${last.unit}: give two days or two months.`);
  const length = Math.max(0, last.number - first.number + 1);
  return Array.from({ length }, (_, index) => write(first.unit, first.number + index));
}

/** Days are counted from 1970, months from the year 0. */
interface Dated {
  readonly unit: "day" | "month";
  readonly number: number;
}

function read(text: string): Dated {
  const isMonth = /^\d{4}-\d\d$/.test(text);
  const wrong = notADay(isMonth ? `${text}-01` : text);
  if (wrong !== undefined)
    throw new RangeError(
      `${JSON.stringify(text)} ${wrong}. Write a day as 2022-02-05, or a month as 2022-02.`,
    );
  if (!isMonth) return { unit: "day", number: Date.parse(`${text}T00:00:00Z`) / dayMilliseconds };
  const [year = 0, month = 0] = text.split("-").map(Number);
  return { unit: "month", number: year * 12 + month - 1 };
}

function write(unit: Dated["unit"], number: number): string {
  const months = `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}`;
  const day = new Date(number * dayMilliseconds);
  const text = unit === "month" ? months : Number.isNaN(day.getTime()) ? "" : day.toISOString().slice(0, 10);
  if (/^\d{4}-\d\d(?:-\d\d)?$/.test(text)) return text;
  throw new RangeError(`There is no such ${unit}: years are written 0000 to 9999.`);
}
