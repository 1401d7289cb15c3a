/** What an export tells the runner beside it of the pipeline, in a file of its own: what a run needs to know before the pipeline is loaded. */
import type { UnitKind } from "../../notebook/units/units.ts";

/** That file. */
export const aboutFile = "pipenb.json";

export interface About {
  /** Hash of the code, `sha256:…`; null where nobody has made one. */
  readonly code: string | null;
  /** The parameter that takes the unit; null where there are no units. */
  readonly unit: {
    readonly parameter: string;
    readonly kind: UnitKind;
    readonly timezone: string;
  } | null;
  /** Path of the manifest, with parameters as `${…}`, from the notebook's folder; null where the notebook asks for none. */
  readonly manifest: string | null;
  /** How long a run may take, in seconds; null where there is no limit. */
  readonly timeout: number | null;
}

/** Its text. */
export function aboutText({ code, unit, manifest, timeout }: About): string {
  return `${JSON.stringify({ contract: 1, code, unit, manifest, timeout }, undefined, 2)}\n`;
}

/** Where there is no export to ask. */
export const nothingKnown: About = { code: null, unit: null, manifest: null, timeout: null };

/** Reads the text; nothing is known where there is none. */
export function readAbout(text: string | undefined): About {
  if (text === undefined) return nothingKnown;
  // SAFETY: written by the export that the runner is of.
  return JSON.parse(text) as About;
}

/** The unit that a run is for. */
export function unitOf({ unit }: About, parameters: Readonly<Record<string, unknown>>): string | null {
  const value = unit === null ? undefined : parameters[unit.parameter];
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}
