/** Why something cannot be verified, in words, and what to do. */
import type { VerifyFacts } from "../verify/verify-error.ts";
import type { FailureText } from "./failure-text.ts";

/** One reason in words. */
export function verifyFailure(facts: VerifyFacts): FailureText {
  switch (facts.code) {
    case "writes-outside":
      return {
        message: `${facts.notebook} mounts ${facts.mount}, which a trial would write to.`,
        remedy: "Mount it with :ro, or mount a folder below the notebook's.",
      };
    case "service-result":
      return {
        message: `The verify command of the service "${facts.service}" fails: ${facts.said}`,
        remedy: `It ended with ${facts.exitCode}. It runs by /bin/sh in the service's container when the pipeline has ended.`,
      };
    case "own-file":
      return {
        message: `${facts.variable} names a file of this machine, which an image does not have.`,
        remedy: `Give the value as --${facts.option}, or name it among the front matter's secrets.`,
      };
  }
}
