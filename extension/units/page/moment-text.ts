const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** A moment in ISO 8601 as clocks here show it; "" where there is none. */
export function momentText(at: string | undefined): string {
  return at === undefined || Number.isNaN(Date.parse(at)) ? "" : format.format(new Date(at));
}
