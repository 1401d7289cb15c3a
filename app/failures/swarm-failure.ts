/** Why a swarm does not run a unit, in words, and what to do. */
import type { SwarmFacts } from "../../backfill/swarm/swarm-error.ts";
import { type FailureText, sentence } from "./failure-text.ts";

function remedyOf(said: string): string {
  if (/no such image|pull/i.test(said))
    return "See that every node reaches the registry and may pull there (`docker login` here), and that the image is in it: --registry pushes it.";
  if (/bind source path does not exist|invalid mount/i.test(said))
    return "Make the folder on every node, the same on all of them (NFS), or mount a volume of a driver.";
  return "Mend it on that node, and start the same command again.";
}

/** One reason in words. */
export function swarmFailure(facts: SwarmFacts): FailureText {
  switch (facts.code) {
    case "needs-registry":
      return {
        message: `The swarm has ${facts.nodes} nodes, and no registry is known to have the image.`,
        remedy:
          "Name one that all nodes reach, and the image is pushed there first: --registry registry.example.com/team/weather.",
      };
    case "rejected":
      return {
        message: `${facts.node} does not run ${facts.unit}: ${sentence(facts.said)}`,
        remedy: remedyOf(facts.said),
      };
    case "too-large":
      return {
        message: `No node of the swarm is large enough for ${facts.unit}: ${sentence(facts.said)}`,
        remedy: "Lower image.memory or image.cpus in the front matter, or add a larger node.",
      };
  }
}
