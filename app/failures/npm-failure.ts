/** Why the packages of a notebook could not be had, in words, and what to do. */
import type { NpmCode, NpmFacts, NpmFailed } from "../../containers/lock/npm-error.ts";
import type { FailureText } from "./failure-text.ts";

/** Of npm on this machine and in a build. */
export const wrongCertificate =
  "The registry's certificate is for another name or another day: look at npm's registry setting, at the proxy and at this machine's clock.";

/** A new code does not compile until somebody has said what to do about it. */
const remedies: Readonly<Record<NpmCode, string>> = {
  "no-such-package": "Correct its name under image.npm.",
  "no-such-version": "Ask for a version that exists under image.npm.",
  "nothing-published": "Ask for a package that has been published under image.npm.",
  "bad-range": "Give a version range such as ^1.2.3 under image.npm.",
  conflict: "Choose versions under image.npm that go together.",
  "other-machine": "Choose another package, or a version for this machine, under image.npm.",
  "other-node": "Choose a version under image.npm that runs on Node 24.",
  "registry-unreachable": "Look at the network, the proxy and npm's registry setting, and try again.",
  "own-certificate":
    "A proxy or a registry with a certificate of its own stands between npm and the packages: set PIPENB_CA_BUNDLE to the PEM file of your company's certificates.",
  "wrong-certificate": wrongCertificate,
  refused: "Log in to the registry with npm login, or put its token into .npmrc.",
  stale: "Remove the notebook's .lock.json, so that it is made anew.",
  git: "Ask for a published version under image.npm, or look whether git reaches that address.",
  npm: "Try npm install with these packages by hand.",
};

const tasks: Readonly<Record<NpmFailed["doing"], string>> = {
  locked: "to lock the packages under image.npm",
  installed: "to install the packages under image.npm",
  fetched: "to fetch one",
};

/** One reason in words. */
export function npmFailure(facts: NpmFacts): FailureText {
  switch (facts.code) {
    case "no-npm":
      return {
        message: `npm is not on the PATH, and it takes npm ${tasks[facts.doing]}.`,
        remedy:
          facts.doing === "locked"
            ? "Install Node.js with npm, or put the notebook's .lock.json beside it."
            : "Install Node.js with npm.",
      };
    case "not-started":
      return { message: `npm could not be started: ${facts.why}.`, remedy: "Try npm --version by hand." };
    case "place":
      return {
        message: `image.npm asks for ${facts.name} as "${facts.wanted}", a place that neither the kernel's container nor the image has.`,
        remedy:
          "Ask for a published version, or put its files beside the notebook and import them as ./name.ts.",
      };
    case "file":
      return {
        message: `The lock ${facts.path} could not be ${facts.done} (${facts.why}).`,
        remedy: "See to its permissions, or remove it.",
      };
    case "aborted":
      return { message: "npm was stopped as asked." };
    default:
      return {
        message:
          facts.doing === "fetched"
            ? `npm could not fetch it: ${facts.said}.`
            : `The npm packages of the notebook could not be ${facts.doing}: ${facts.said}.`,
        remedy: remedies[facts.code],
      };
  }
}
