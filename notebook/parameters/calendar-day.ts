/** Calendar days, written YYYY-MM-DD. */

export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** What is wrong with `text` as a calendar day, as the end of a sentence; undefined when the day exists. */
export function notADay(text: string): string | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return "is not a calendar day";
  const [year, month, day] = match.slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined) return "is not a calendar day";
  const monthName = monthNames[month - 1];
  if (monthName === undefined) return `is not a calendar day: there is no month ${match[2] ?? ""}`;
  const days = daysOf(year, month);
  if (day >= 1 && day <= days) return undefined;
  if (day === 0) return "is not a calendar day: days are counted from 01";
  return `is not a calendar day: ${monthName} ${year} has ${days} days`;
}

function daysOf(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return leap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
