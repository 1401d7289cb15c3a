/** What is to be done when a run is asked for: all of it, nothing as it is done already, or only to say which of the two. */
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { booleanOf } from "../../notebook/parameters/boolean-words.ts";
import { environmentName } from "../../notebook/parameters/option-names.ts";
import type { Parameter, ParameterValues } from "../../notebook/parameters/parameter.ts";
import type { About } from "../result/about.ts";
import { doneBefore, manifestPath } from "../result/manifest.ts";
import type { RunResult } from "../result/run-result.ts";
import type { RunTold } from "./starter.ts";

export interface RunAsked {
  readonly about: About;
  readonly parameters: readonly Parameter[];
  readonly values: ParameterValues;
  /** The parameters whose values files have given. */
  readonly fromFiles: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The notebook's, from which the manifest's path starts. */
  readonly folder: string;
}

export interface RunPlan {
  /** The values as they may be shown: what was in a file may be a secret, unless it is a day, an hour or a month. */
  readonly shown: ParameterValues;
  readonly secrets: readonly string[];
  /** Absolute; undefined where the notebook asks for none. */
  readonly manifest: string | undefined;
  /** The run that has done it all before. */
  readonly before: RunResult | undefined;
  /** What is to be done is only said. */
  readonly isDry: boolean;
}

/** `PIPENB_FORCE`, `PIPENB_DRY_RUN` and `PIPENB_MANIFEST` are the parameters' where there are some of these names. */
export function planRun({ about, parameters, values, fromFiles, env, folder }: RunAsked): RunPlan {
  const unit = about.unit?.kind === "text" ? undefined : about.unit?.parameter;
  const hidden = fromFiles.filter((name) => name !== unit);
  const shown = { ...values, ...Object.fromEntries(hidden.map((name) => [name, "***"])) };
  const secrets = hidden.flatMap((name) => [values[name] ?? []].flat(2).map(String));
  const said = (variable: string): boolean | undefined =>
    parameters.some(({ name }) => environmentName(name) === variable)
      ? undefined
      : booleanOf(env[variable] ?? "");
  const isDry = said("PIPENB_DRY_RUN") === true;
  if (about.manifest === null || said("PIPENB_MANIFEST") === false)
    return { shown, secrets, manifest: undefined, before: undefined, isDry };
  const manifest = resolve(folder, manifestPath(about.manifest, values));
  const before =
    said("PIPENB_FORCE") === true
      ? undefined
      : doneBefore(textOf(manifest), {
          code: about.code,
          // Of a value that is not shown nobody knows whether it was the same: such a run is done again.
          parameters: values,
          bytesOf: (path) => bytesOf(resolve(folder, path)),
        });
  return { shown, secrets, manifest, before, isDry };
}

/** Who hears how a run begins. */
export interface BeginningHeard {
  /** Whoever gives an account of the run. */
  readonly tell: (told: RunTold) => void;
  /** What was asked for, lines with their ends. */
  readonly print: (text: string) => void;
  /** One sentence of what happens. */
  readonly note: (sentence: string) => void;
}

/** Begins the run; it is over where there is nothing left to do, or where only that is to be said. */
export function beginPlanned(plan: RunPlan, { tell, print, note }: BeginningHeard): "begun" | "over" {
  if (plan.isDry) {
    print(drySentence(plan));
    return "over";
  }
  const { shown, secrets, manifest, before } = plan;
  tell({ begun: { parameters: shown, secrets, manifest } });
  if (before !== undefined) {
    const { inputs, outputs } = before;
    tell({ skipped: { inputs, outputs } });
    note(skippedSentence(plan));
    return "over";
  }
  // Until the run is done again it is not.
  if (manifest !== undefined) rmSync(manifest, { force: true });
  return "begun";
}

/** One sentence for a run that is skipped. */
function skippedSentence({ manifest, before }: RunPlan): string {
  return `Nothing to do: it was done at ${before?.ended ?? ""}, says ${manifest ?? ""}. PIPENB_FORCE=1 does it again.`;
}

/** What a dry run prints. */
function drySentence(plan: RunPlan): string {
  const given = Object.entries(plan.shown).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const { before } = plan;
  const paths = (before === undefined ? [] : [...before.inputs, ...before.outputs]).map(({ path }) => path);
  return [
    before === undefined ? "It would run; nothing was run." : skippedSentence(plan),
    ...given,
    ...(paths.length === 0 ? [] : [`read and written then: ${paths.join(", ")}`]),
    "",
  ].join("\n");
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // not there, or not to be read: then it says nothing
  }
}

function bytesOf(path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) return stats?.size;
  return readdirSync(path).reduce((sum, name) => sum + (bytesOf(join(path, name)) ?? 0), 0);
}
