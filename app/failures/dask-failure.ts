/** Why Dask does not run what it was asked for, in words, and what to do. */
import type { DaskFacts } from "../../backfill/dask/dask-error.ts";
import { type FailureText, quoted, sentence } from "./failure-text.ts";

/** One reason in words. */
export function daskFailure(facts: DaskFacts): FailureText {
  switch (facts.code) {
    case "no-cluster":
      return {
        message: "No cluster of Dask is named.",
        remedy: "Say where its scheduler is: DASK_SCHEDULER_ADDRESS=tcp://127.0.0.1:8786.",
      };
    case "no-python":
      return {
        message: `There is no ${facts.program} here.`,
        remedy: "Put the Python of the cluster's own environment first in PATH: . VENV/bin/activate",
      };
    case "no-package":
      return {
        message: `${facts.program} has no package distributed, which speaks with Dask.`,
        remedy:
          "Put the Python of the cluster's own environment first in PATH (. VENV/bin/activate), or install the cluster's version: pip install distributed.",
      };
    case "ended":
      return {
        message: `The cluster at ${facts.address} does not answer.${quoted(facts.said)}`,
        remedy:
          "Look whether DASK_SCHEDULER_ADDRESS is right. Then start it again: what runs is found again.",
      };
    case "no-worker":
      return {
        message: "The cluster of Dask has no worker, which could ask the engine of its machine.",
        remedy: "Start one where the containers are (dask worker ADDRESS), then the command again.",
      };
    case "refused":
      return {
        message: `A worker of Dask has not done it: ${sentence(facts.said)}`,
        remedy: "Workers need the image (--registry), the same folders and secrets, and an engine.",
      };
    case "no-files":
      return {
        message: "The file that runs a backfill on Dask without pipenb is written by another command.",
        remedy: "Name a folder for it: pipenb deploy … --to dask --out DIR",
      };
  }
}
