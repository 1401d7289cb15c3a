/** The run begins: whoever has started the pipeline hears for what, and what the cells then read and write. */
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import { hearRecords } from "../../notebook/program/run-record.ts";
import { tellStarter } from "./starter.ts";

export function beginRun(values: ParameterValues, isAccounted: boolean): void {
  tellStarter({ begun: { parameters: values } });
  if (!isAccounted) return;
  hearRecords(process.cwd(), (record) => {
    tellStarter({ record });
  });
}
