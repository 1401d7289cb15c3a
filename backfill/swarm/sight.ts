/** What the tasks of a service mean for the run that it is. Pure. */
import type { SwarmNode, SwarmService, SwarmTask } from "../../containers/engine/swarm.ts";

export type Sight =
  /** It is being started, or runs. */
  | { readonly kind: "going" }
  /** No node has room for it at present. */
  | { readonly kind: "waiting"; readonly said: string }
  | { readonly kind: "exit"; readonly code: number }
  /** The node has not started it. */
  | { readonly kind: "rejected"; readonly said: string; readonly node: string }
  /** The node is gone, and may still run it. */
  | { readonly kind: "lost"; readonly node: string }
  /** Its node was taken out of the swarm: nobody will ever know how it ended. */
  | { readonly kind: "gone" };

/** What a run ends with that was asked to end. */
const stoppedCode = 143;

/**
 * A service has one task, none as long as it has not got it, and none again once it was stopped. The state comes first: the exit code
 * says something only of a task that has ended.
 */
export function sightOf(
  { replicas }: SwarmService,
  task: SwarmTask | undefined,
  nodes: readonly SwarmNode[],
): Sight {
  if (task === undefined) return replicas === 0 ? { kind: "exit", code: stoppedCode } : { kind: "going" };
  const node = nodes.find(({ id }) => id === task.node);
  const name = node?.name ?? task.node ?? "unknown";
  switch (task.state) {
    case "complete":
      return { kind: "exit", code: 0 };
    case "failed":
      // What fails without a code was never started.
      return task.exitCode === undefined || task.exitCode === 0
        ? { kind: "rejected", said: task.said, node: name }
        : { kind: "exit", code: task.exitCode };
    case "shutdown":
      return { kind: "exit", code: (task.exitCode ?? 0) === 0 ? stoppedCode : (task.exitCode ?? 0) };
    case "rejected":
      return { kind: "rejected", said: task.said, node: name };
    case "orphaned":
      return node?.state === "down" ? { kind: "lost", node: name } : { kind: "gone" };
    case "new":
    case "pending":
      return task.said === "" ? { kind: "going" } : { kind: "waiting", said: task.said };
    default:
      return node?.state === "down" ? { kind: "lost", node: name } : { kind: "going" };
  }
}

/** Whether a node that takes tasks has so much, if nothing else runs there. */
export function fitsSomewhere(
  nodes: readonly SwarmNode[],
  { memory = 0, cpus = 0 }: { readonly memory?: number | undefined; readonly cpus?: number | undefined },
): boolean {
  return nodes.some((node) => node.memory >= memory && node.cpus >= cpus);
}
