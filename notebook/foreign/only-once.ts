/** What a notebook has only once: each name, and the parameters cell. The first cell that claims it has it. */
import { newCell } from "../format/new-cell.ts";
import type { Cell } from "../model.ts";
import { readParameters } from "../parameters/read-parameters.ts";
import type { ImportFinding } from "./imported.ts";

/** What a cell asks for. */
interface Claim {
  readonly name: string | undefined;
  readonly isParameters: boolean;
  readonly text: string;
}

/** What it gets, and what is to be said about the difference. */
interface Granted {
  readonly name: string | undefined;
  readonly isParameters: boolean;
  readonly findings: readonly ImportFinding[];
}

/** `trusted` takes a parameters cell as it is, whatever it declares. */
export function grantOnce(
  { name, isParameters, text }: Claim,
  before: readonly Cell[],
  trusted: boolean,
): Granted {
  const findings: ImportFinding[] = [];
  const isTaken = name !== undefined && before.some((other) => other.name === name);
  if (isTaken)
    findings.push({
      message: `The cell's name, ${name}, is that of an earlier cell; it is left without one.`,
      remedy: "Give it another with `name=` on its marker line where it needs one.",
    });
  const why = isParameters ? whyNotParameters(text, before, trusted) : undefined;
  if (why !== undefined)
    findings.push({
      message: `The cell has the tag parameters and is taken over as a code cell: ${why}`,
      remedy: "Move what can be given on the command line into a `// %% [parameters]` cell.",
    });
  return {
    name: isTaken ? undefined : name,
    isParameters: isParameters && why === undefined,
    findings,
  };
}

function whyNotParameters(text: string, before: readonly Cell[], trusted: boolean): string | undefined {
  if (before.some(({ kind }) => kind === "parameters"))
    return "a notebook has one parameters cell, and an earlier one is it.";
  if (trusted) return undefined;
  return readParameters(newCell({ kind: "parameters", text })).problems.find(
    ({ severity }) => severity === "error",
  )?.message;
}
