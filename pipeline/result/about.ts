/** What an export tells the runner beside it of the pipeline, in a file of its own: what a run needs to know before the pipeline is loaded. */
import type { ScheduleUnit } from "../../notebook/units/due-unit.ts";
import type { Schedule } from "../../notebook/units/schedule.ts";
import type { UnitParameter } from "../../notebook/units/unit-parameter.ts";
import type { UnitKind } from "../../notebook/units/units.ts";

/** That file. */
export const aboutFile = "pipenb.json";

export interface About {
  /** The notebook's file name without its ending; null where nobody has told. */
  readonly name: string | null;
  /** The version of pipenb that has made the export. */
  readonly version: string | null;
  /** Hash of the code, `sha256:…`; null where nobody has made one. */
  readonly code: string | null;
  /** The parameter that takes the unit; null where there are no units. */
  readonly unit: {
    readonly parameter: string;
    readonly kind: UnitKind;
    readonly timezone: string;
    /** Which one it is, seen from the moment a run is due; null without a schedule. */
    readonly due: ScheduleUnit | null;
  } | null;
  /** Path of the manifest, with parameters as `${…}`, from the notebook's folder; null where the notebook asks for none. */
  readonly manifest: string | null;
  /** How long a run may take, in seconds; null where there is no limit. */
  readonly timeout: number | null;
}

/** Its text. */
export function aboutText({ name, version, code, unit, manifest, timeout }: About): string {
  const about = { contract: 1, name, version, code, unit, manifest, timeout };
  return `${JSON.stringify(about, undefined, 2)}\n`;
}

/** What it tells of the unit. */
export function aboutUnit(
  unit: UnitParameter | undefined,
  schedule: Pick<Schedule, "unit"> | undefined,
): About["unit"] {
  if (unit === undefined) return null;
  const { parameter, kind, timezone } = unit;
  return { parameter: parameter.name, kind, timezone, due: schedule?.unit ?? null };
}

/** Where there is no export to ask. */
export const nothingKnown: About = {
  name: null,
  version: null,
  code: null,
  unit: null,
  manifest: null,
  timeout: null,
};

/** Reads the text; nothing is known where there is none. */
export function readAbout(text: string | undefined): About {
  if (text === undefined) return nothingKnown;
  // SAFETY: written by the export that the runner is of.
  return JSON.parse(text) as About;
}

/** The unit that a run is for. */
export function unitOf(
  { unit }: Pick<About, "unit">,
  parameters: Readonly<Record<string, unknown>>,
): string | null {
  const value = unit === null ? undefined : parameters[unit.parameter];
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}
