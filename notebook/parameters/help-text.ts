/** What `--help` prints. */
import { exitCodeTable } from "../program/exit-codes.ts";
import { describeType, describeValue, placeholder } from "./describe-type.ts";
import { environmentName, optionName } from "./option-names.ts";
import type { Parameter } from "./parameter.ts";

const exitCodes = `Exit codes:
${exitCodeTable.map(([codes, meaning]) => `  ${codes.padEnd(10)} ${meaning}\n`).join("")}`;

const files = `A value may be in a file: the one that the variable with _FILE behind its name (PIPENB_X_FILE) names, else
/run/secrets/x, x as in the option --x.
`;

/** `usage` is the command up to its arguments, such as `pipenb run daily.pipenb`; every parameter is shown with its type, default, comment and variable. */
export function helpText(title: string, usage: string, parameters: readonly Parameter[]): string {
  const usageLine = [
    "Usage:",
    usage,
    ...parameters.map((parameter) => argument(parameter)),
    "[options]",
  ].join(" ");
  const options = [
    ...parameters.map((parameter) => option(parameter)),
    "  -h, --help\n      shows this text\n",
  ];
  const order = parameters.length > 1 ? ", arguments in this order" : "";
  return [
    `${title}\n`,
    `${usageLine}\n`,
    `Parameters${order}, each also as option or environment variable:\n${options.join("")}`,
    ...(parameters.length === 0 ? [] : [files]),
    exitCodes,
  ].join("\n");
}

function argument({ name, type, default: given }: Parameter): string {
  const text = type.kind === "array" ? `${optionName(name)}…` : optionName(name);
  return given === undefined ? `<${text}>` : `[${text}]`;
}

function option({ name, type, default: given, doc }: Parameter): string {
  const long = `--${optionName(name)}`;
  const names =
    type.kind === "boolean" ? `${long}, --no-${optionName(name)}` : `${long} ${placeholder(type)}`;
  const fallback = given === undefined ? "must be given" : `default: ${describeValue(given)}`;
  const facts = `${describeType(type)}; ${fallback}; environment: ${environmentName(name)}`;
  const lines = [...doc.split("\n").filter((line) => line.trim() !== ""), facts];
  return `  ${names}\n${lines.map((line) => `      ${line}\n`).join("")}`;
}
