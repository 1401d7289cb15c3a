/** Why a registry did not take what was to stand beside an image, in words, and what to do. */
import type { RegistryFacts } from "../../containers/registry/registry-error.ts";
import { type FailureText, sentence } from "./failure-text.ts";

/** The hub's own address is nothing to log in to. */
const loginAt = (registry: string): string =>
  registry === "registry-1.docker.io" ? "docker login" : `docker login ${registry}`;

type Unreachable = Extract<RegistryFacts, { readonly code: "unreachable" }>;

const remedies: Readonly<Record<Unreachable["why"], (registry: string) => string>> = {
  certificate: (registry) =>
    `Put the certificate of who has signed it into /etc/docker/certs.d/${registry}/ca.crt, as for the engine, or name it by PIPENB_CA_BUNDLE.`,
  plain: () => "The registry speaks plain HTTP, which is for this machine alone: give it a certificate.",
  network: () =>
    "The image itself is pushed by the engine, the files beside it by this program: see that this machine reaches the registry too.",
};

/** One reason in words. */
export function registryFailure(facts: RegistryFacts): FailureText {
  switch (facts.code) {
    case "unreachable":
      return {
        message: `The registry ${facts.registry} cannot be reached: ${sentence(facts.said)}`,
        remedy: remedies[facts.why](facts.registry),
      };
    case "denied": {
      const { registry, repository, user } = facts;
      const command = loginAt(registry);
      return {
        message: `The registry ${registry} lets nobody write to ${repository} without ${user === undefined ? "a login" : "the right to"}.`,
        remedy:
          user === undefined
            ? `Run \`${command}\` and try again.`
            : `It does not let ${user} do that: ask for access, or log in as somebody else with \`${command}\`.`,
        command,
      };
    }
    case "refused":
      return {
        message: `The registry ${facts.registry} did not take what belongs beside the image (HTTP ${facts.status}): ${sentence(facts.said)}`,
        remedy: "The image is pushed. Keep the files elsewhere if this registry takes images alone.",
      };
    case "aborted":
      return { message: "Stopped as asked: put files beside the image." };
  }
}
