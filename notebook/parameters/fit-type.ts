/** Holds a default against its type. */
import { notADay } from "./calendar-day.ts";
import { describeType } from "./describe-type.ts";
import type { ParameterType, ParameterValue } from "./parameter.ts";

/** The type a value has by itself; undefined for an empty or mixed list, which does not tell. */
export function inferType(value: ParameterValue): ParameterType | undefined {
  if (typeof value === "string") return { kind: "string" };
  if (typeof value === "number") return { kind: "number" };
  if (typeof value === "boolean") return { kind: "boolean" };
  const elements = value.map((part) => inferType(part));
  const [first] = elements;
  if (first === undefined || first.kind === "array") return undefined;
  return elements.every((element) => element?.kind === first.kind)
    ? { kind: "array", element: first }
    : undefined;
}

/** Why the value is none of the type, as the end of a sentence; undefined when it is. */
export function misfit(type: ParameterType, value: ParameterValue): string | undefined {
  const shown = JSON.stringify(value);
  switch (type.kind) {
    case "string":
      return typeof value === "string" ? undefined : `${shown} is not a string`;
    case "path":
      return typeof value === "string" && value !== "" ? undefined : `${shown} is not a path`;
    case "number":
    case "boolean":
      return typeof value === type.kind ? undefined : `${shown} is not a ${type.kind}`;
    case "date": {
      const complaint = typeof value === "string" ? notADay(value) : "is not a calendar day";
      return complaint === undefined ? undefined : `${shown} ${complaint}`;
    }
    case "choice":
      return type.options.some((option) => option === value)
        ? undefined
        : `${shown} is not ${describeType(type)}`;
    case "array":
      if (typeof value !== "object") return `${shown} is not a list`;
      return value.map((part) => misfit(type.element, part)).find((complaint) => complaint !== undefined);
  }
}
