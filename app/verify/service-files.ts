import type { ServiceResult } from "../../containers/services/service-results.ts";
import type { Files } from "../../pipeline/proof/compare-files.ts";
import { VerifyError } from "./verify-error.ts";

/**
 * What services hold, as files by which they are compared. Throws a `VerifyError` where a command fails, but not of a run that
 * failed itself.
 */
export function serviceFiles(results: readonly ServiceResult[], runEndedWith: number): Files {
  return new Map(
    results.map(({ name, command, exitCode, output }) => {
      if (exitCode !== 0 && runEndedWith === 0)
        throw new VerifyError({ code: "service-result", service: name, exitCode, said: output.trim() });
      const extension = /csv/i.test(command) ? "csv" : "txt";
      return [`services/${name}.${extension}`, Buffer.from(output)];
    }),
  );
}
