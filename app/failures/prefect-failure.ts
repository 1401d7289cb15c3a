/** Why Prefect does not do what it was asked for, in words, and what to do. */
import type { PrefectFacts } from "../../backfill/prefect/prefect-error.ts";
import { type FailureText, sentence } from "./failure-text.ts";

/** One reason in words. */
export function prefectFailure(facts: PrefectFacts): FailureText {
  switch (facts.code) {
    case "no-server":
      return {
        message: "No server of Prefect is named.",
        remedy:
          "Say where its API is, as for Prefect's own programs: PREFECT_API_URL=http://127.0.0.1:4200/api. Or write the files that register it: --out DIR.",
      };
    case "no-answer":
      return {
        message: `Prefect does not answer at ${facts.url}: ${sentence(facts.said)}`,
        remedy: "Start its server (prefect server start), or correct PREFECT_API_URL, which ends in /api.",
      };
    case "not-let-in":
      return {
        message: `Prefect at ${facts.url} does not let you in.`,
        remedy: "Give the key in PREFECT_API_KEY, or the server's own word in PREFECT_API_AUTH_STRING.",
      };
    case "refused":
      return {
        message: `Prefect at ${facts.url} has refused it: ${sentence(facts.said)}`,
        remedy: "It was tried with Prefect 3.9. Look whether the server is one of Prefect 3.",
      };
    case "other-pool":
      return {
        message: `The work pool ${facts.pool} is one of type ${facts.type}, and the pipeline is an image that Docker runs.`,
        remedy: "Name another pool, which is made where it is missing: PREFECT_DEFAULT_WORK_POOL_NAME=NAME.",
      };
    case "no-deployment":
      return {
        message: `${facts.what} is not registered on Prefect, whose runs its units could be.`,
        ...registers(facts.what, "Register it first"),
      };
    case "other-image":
      return {
        message: `What is registered on Prefect as ${facts.name} is another image than the one of ${facts.what} as it is now.`,
        ...registers(facts.what, "Register it anew"),
      };
  }
}

function registers(what: string, words: string): Pick<FailureText, "remedy" | "command"> {
  const command = `pipenb deploy ${what} --to prefect`;
  return { remedy: `${words}: ${command}`, command };
}
