/** A user's scrontab as text: a block of lines for each pipeline that pipenb has registered, among entries of others. Pure. */
import * as z from "zod";
import { parsedJson } from "../../notebook/parsed-json.ts";
import { ScheduleSchema } from "../../notebook/units/schedule-schema.ts";
import type { Registered } from "../target.ts";

/** What a block says of its pipeline, as JSON in a comment. */
const AboutSchema = z.object({
  source: z.string(),
  by: z.string(),
  image: z.string(),
  schedule: ScheduleSchema,
  /** Where its script lies, and what its runs leave. */
  folder: z.string(),
});

type AboutEntry = z.infer<typeof AboutSchema>;

export interface Entry extends AboutEntry, Pick<Registered, "isPaused"> {
  readonly name: string;
}

const begin = (name: string): string => `# BEGIN pipenb ${name}`;
const end = (name: string): string => `# END pipenb ${name}`;
const aboutMark = "# pipenb: ";

export interface NewEntry {
  readonly name: string;
  readonly about: AboutEntry;
  /** As of sbatch. */
  readonly options: readonly string[];
  /** What is run, for a shell. */
  readonly command: string;
}

/** The lines of a pipeline. */
export function entryText({ name, about, options, command }: NewEntry): string {
  return [
    begin(name),
    `${aboutMark}${JSON.stringify(about)}`,
    ...options.map((option) => `#SCRON ${option}`),
    `${about.schedule.cron.trim()} ${command}`,
    end(name),
    "",
  ].join("\n");
}

/** All other lines as they are, and the pipeline's as given, or none. */
export function withEntry(scrontab: string, name: string, entry: string | undefined): string {
  const lines = scrontab === "" ? [] : scrontab.replace(/\n$/, "").split("\n");
  const place = placeOf(lines, name);
  const others = place === undefined ? lines : [...lines.slice(0, place.from), ...lines.slice(place.to)];
  const own = entry === undefined ? [] : entry.trimEnd().split("\n");
  const at = place?.from ?? lines.length;
  const all = [...others.slice(0, at), ...own, ...others.slice(at)];
  return all.length === 0 ? "" : `${all.join("\n")}\n`;
}

/** What pipenb has registered in it. */
export function readEntries(scrontab: string): readonly Entry[] {
  const lines = scrontab.split("\n");
  return lines.flatMap((line) => {
    const name = /^# BEGIN pipenb (\S+)$/.exec(line)?.[1];
    const place = name === undefined ? undefined : placeOf(lines, name);
    if (name === undefined || place === undefined) return [];
    const own = lines.slice(place.from, place.to);
    const text = own.find((each) => each.startsWith(aboutMark))?.slice(aboutMark.length);
    const about = AboutSchema.safeParse(parsedJson(text ?? "")).data;
    // Slurm comments out the lines of an entry whose job somebody has cancelled.
    const isPaused = own.every((each) => each.startsWith("#"));
    // Without it somebody has changed it.
    return about === undefined ? [] : [{ ...about, name, isPaused }];
  });
}

function placeOf(
  lines: readonly string[],
  name: string,
): { readonly from: number; readonly to: number } | undefined {
  const from = lines.indexOf(begin(name));
  const last = lines.indexOf(end(name), from);
  return from === -1 || last === -1 ? undefined : { from, to: last + 1 };
}
