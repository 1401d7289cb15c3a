/** The questions of "Backfill…", and what their answers mean. Free of the editor's API. */
import type { Selection } from "../../backfill/select-units.ts";
import { scheduledUnits } from "../../app/backfill/scheduled-units.ts";
import { usualParallel, usualRetries } from "../../app/backfill/usual-settings.ts";
import type { Parameter } from "../../notebook/parameters/parameter.ts";
import { defaultText } from "../../notebook/parameters/run-arguments.ts";
import type { UnitParameter } from "../../notebook/units/unit-parameter.ts";
import { parseUnits } from "../../notebook/units/units.ts";
import type { Contract } from "../../pipeline/contract-labels.ts";
import { parameterStep, type FormStep } from "../commands/form/parameter-step.ts";
import type { Values } from "../commands/last-values.ts";

/** What is to be run, and how. */
export interface BackfillWish {
  readonly units: readonly string[];
  readonly only: Selection;
  readonly parallel: number;
  readonly retries: number;
  /** Texts of the parameters but for the unit's. */
  readonly values: Values;
}

/** Names with blanks are no parameter's. */
const names = {
  units: "units to run",
  only: "which of them",
  parallel: "how many at once",
  retries: "how often again",
} as const;

const selections: Readonly<Record<Selection, string>> = {
  missing: "those that are not done yet, and have not failed",
  failed: "those that have failed",
  lost: "those whose node is gone: started anew where it still is",
  stale: "those that another version has done",
  all: "also those that are done",
};

const order: readonly Selection[] = ["missing", "failed", "lost", "stale", "all"];

interface FormOf {
  readonly contract: Contract;
  readonly unit: UnitParameter;
  /** The parameters that are asked for. */
  readonly others: readonly Parameter[];
  /** What was answered the last time. */
  readonly last: Values;
  readonly now: Date;
}

export function backfillSteps({ contract, unit, others, last, now }: FormOf): readonly FormStep[] {
  const example = defaultText(unit.parameter) ?? "";
  return [
    {
      kind: "text",
      name: names.units,
      prompt: `${unit.parameter.name} — a range A..B, every seventh A..B/7, a list a,b,c, or all of these`,
      value: last[names.units] ?? scheduledUnits(contract.schedule, now) ?? example,
      placeholder: "2022-01-01..2022-01-31",
      problem(text) {
        const parsed = parseUnits(text.trim(), unit);
        return parsed.kind === "problems" ? parsed.problems[0] : undefined;
      },
      tidy: (text) => text.trim(),
    },
    {
      kind: "choice",
      name: names.only,
      prompt: "Which of these units are to be run",
      value: "missing",
      options: order.map((text) => ({ text, description: selections[text] })),
    },
    countStep(
      names.parallel,
      "How many units run at the same time",
      last[names.parallel] ?? usualParallel,
      1,
    ),
    countStep(
      names.retries,
      "How often a unit is tried again that has failed for now (exit code 75)",
      contract.retries ?? usualRetries,
      0,
    ),
    ...others.map((parameter) => parameterStep(parameter, last[parameter.name])),
  ];
}

/** The form's answers; they are in order, as each was looked at while it was typed. */
export function readWish(texts: Values, unit: UnitParameter): BackfillWish {
  const parsed = parseUnits(texts[names.units] ?? "", unit);
  const own: readonly string[] = Object.values(names);
  return {
    units: parsed.kind === "units" ? parsed.units : [],
    only: order.find((each) => each === texts[names.only]) ?? "missing",
    parallel: Number(texts[names.parallel]),
    retries: Number(texts[names.retries]),
    values: Object.fromEntries(Object.entries(texts).filter(([name]) => !own.includes(name))),
  };
}

function countStep(name: string, prompt: string, value: string | number, least: number): FormStep {
  return {
    kind: "text",
    name,
    prompt,
    value: String(value),
    placeholder: "",
    problem: (text) =>
      /^\d{1,4}$/.test(text.trim()) && Number(text) >= least
        ? undefined
        : `Write a number, ${least} or more.`,
    tidy: (text) => text.trim(),
  };
}
