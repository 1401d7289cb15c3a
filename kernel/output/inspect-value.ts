import { inspect } from "node:util";
export const inspectValue = (value: unknown): string => inspect(value);
