/** The manifest: the result of a run that is done, kept beside what it wrote, by which the next run of the same knows that nothing is left to do. */
import { listText } from "../../notebook/parameters/list-text.ts";
import type { Parameter, ParameterValues } from "../../notebook/parameters/parameter.ts";
import type { RunResult } from "./run-result.ts";

const placeholder = /\$\{([^}]*)\}/g;

/** The path for these values: `${day}` is the parameter's. */
export function manifestPath(template: string, values: ParameterValues): string {
  return template.replaceAll(placeholder, (_, name: string) => {
    const value = values[name] ?? "";
    return typeof value === "object" ? listText(value.map(String)) : String(value);
  });
}

/** What stands in `${…}` and is no parameter. */
export function unknownPlaceholders(
  template: string,
  parameters: readonly Pick<Parameter, "name">[],
): readonly string[] {
  return [...template.matchAll(placeholder)].flatMap(([, name = ""]) =>
    parameters.some((each) => each.name === name) ? [] : [name],
  );
}

/** The run that is about to begin. */
export interface RunToCome {
  readonly code: string | null;
  readonly parameters: ParameterValues;
  /** Of a file or folder; undefined where it is not there. */
  readonly bytesOf: (path: string) => number | undefined;
}

/**
 * The result that a manifest holds, where it is that of the same code and parameters and all that it wrote is there with the same
 * size. Objects and tables are not looked at.
 */
export function doneBefore(
  manifest: string | undefined,
  { code, parameters, bytesOf }: RunToCome,
): RunResult | undefined {
  const before = manifest === undefined ? undefined : resultOf(manifest);
  if (before === undefined || code === null || before.code !== code) return undefined;
  if (JSON.stringify(before.parameters) !== JSON.stringify(parameters)) return undefined;
  const isThere = before.outputs.every(
    ({ path, bytes }) => /^(?:s3|table):/.test(path) || bytesOf(path) === bytes,
  );
  return isThere ? before : undefined;
}

function resultOf(text: string): RunResult | undefined {
  try {
    const result: unknown = JSON.parse(text);
    if (typeof result !== "object" || result === null) return undefined;
    if (!("contract" in result && "status" in result && "outputs" in result)) return undefined;
    if (result.contract !== 1 || result.status !== "done" || !Array.isArray(result.outputs)) return undefined;
    // SAFETY: with these fields it is one that a run has written.
    return result as RunResult;
  } catch {
    return undefined; // somebody else's file
  }
}
