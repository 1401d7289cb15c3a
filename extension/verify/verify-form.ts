/** The questions of "Verify…". Free of the editor's API. */
import type { Parameter } from "../../notebook/parameters/parameter.ts";
import { parameterStep, type FormStep } from "../commands/form/parameter-step.ts";
import type { Values } from "../commands/last-values.ts";

/** A name with blanks is no parameter's. */
const compared = "what is compared";
const files = "files";
const filesAndPrinted = "files and what is printed";

/** @param last what was answered the last time */
export function verifySteps(parameters: readonly Parameter[], last: Values): readonly FormStep[] {
  return [
    ...parameters.map((parameter) => parameterStep(parameter, last[parameter.name])),
    {
      kind: "choice",
      name: compared,
      prompt: "What is the same in the notebook and in its image",
      value: last[compared] ?? files,
      options: [
        { text: files, description: "what both write, and what their services hold" },
        { text: filesAndPrinted, description: "the standard output too, line by line" },
      ],
    },
  ];
}

/** Texts of the parameters, and whether what is printed is compared too. */
export function readVerifyAnswers({ [compared]: answer, ...values }: Values): {
  readonly values: Values;
  readonly stdout: boolean;
} {
  return { values, stdout: answer === filesAndPrinted };
}
