/** What the page of the calendar and the extension say to each other. */
import type { UnitResult } from "../../app/backfill/unit-result.ts";
import type { UnitState } from "../../backfill/journal/read-journal.ts";
import type { Attempt } from "./attempts.ts";

/** A unit, as the journal knows it. */
export interface UnitRow {
  readonly unit: string;
  readonly state: UnitState;
  /** The last one, from 1; undefined for a unit that never ran. */
  readonly attempt?: number | undefined;
  /** Exit code of the last attempt that has ended. */
  readonly code?: number | undefined;
  /** Since when it is so, in ISO 8601. */
  readonly at?: string | undefined;
}

/** To the page. */
export type PageMessage =
  | { readonly type: "units"; readonly rows: readonly UnitRow[] }
  /** All attempts of a unit, the last one first. */
  | {
      readonly type: "attempts";
      readonly unit: string;
      readonly attempts: readonly Attempt[];
      /** Of the last one, where it has told one. */
      readonly result?: UnitResult | undefined;
    };

/** From the page. */
export type HostMessage =
  /** It shows, and wants the units. */
  | { readonly type: "ready" }
  /** It wants the attempts of a unit. */
  | { readonly type: "look"; readonly unit: string }
  | { readonly type: "log"; readonly unit: string; readonly attempt?: number | undefined }
  | { readonly type: "again"; readonly unit: string }
  | { readonly type: "backfill" };

/** What the page keeps for a reload, and by which the editor opens it again. */
export interface PageState {
  /** URI of the notebook. */
  readonly notebook: string;
  readonly view: "year" | "month";
  /** Only units in this state are shown. */
  readonly only?: UnitState | undefined;
  /** The unit or day that has the keyboard. */
  readonly at?: string | undefined;
}
