/** Why a cluster does not do what it is asked for, in words, and what to do. */
import type { KubernetesFacts } from "../../backfill/kubernetes/kubernetes-error.ts";
import { type FailureText, sentence } from "./failure-text.ts";

export function kubernetesFailure(facts: KubernetesFacts): FailureText {
  switch (facts.code) {
    case "no-kubectl":
      return {
        message: `${facts.program} is not here, by which pipenb speaks to a Kubernetes cluster.`,
        remedy: "Install it, and see that `kubectl get pods` answers.",
      };
    case "unreachable":
      return {
        message: `The Kubernetes cluster does not answer: ${sentence(facts.said)}`,
        remedy:
          "See that `kubectl get pods` answers; KUBECONFIG and `kubectl config use-context` choose the cluster.",
      };
    case "denied":
      return {
        message: `The Kubernetes cluster does not let you do that: ${sentence(facts.said)}`,
        remedy: "Log in, or ask for the right to it in this namespace (`kubectl auth can-i create jobs`).",
      };
    case "no-image":
      return {
        message: "A cluster pulls its image from a registry, and no registry is known to have this one.",
        remedy: "Say where to push it, as the cluster reaches it: --registry registry.example.com/team/NAME",
      };
    case "no-folder":
      return {
        message: `A cluster does not have ${facts.source}, which is to be at ${facts.target}.`,
        remedy: `Say what is there: --volume CLAIM:${facts.target} for a PersistentVolumeClaim, or --volume /folder/of/the/nodes:${facts.target}`,
      };
    case "exists":
    case "not-found":
    case "refused":
      return { message: `The Kubernetes cluster refuses: ${sentence(facts.said)}` };
  }
}
