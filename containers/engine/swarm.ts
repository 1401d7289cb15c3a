/** What pipenb asks of a Docker Swarm, by an engine that manages it. Every call rejects with an `EngineError`. */

export interface SwarmNode {
  readonly id: string;
  readonly name: string;
  /** "down": it has not been heard of for some seconds, and may do its work all the same. */
  readonly state: "ready" | "down" | "other";
  /** Whether it is given tasks. */
  readonly isActive: boolean;
  /** Bytes. */
  readonly memory: number;
  /** Processors. */
  readonly cpus: number;
}

/** A secret as a file `/run/secrets/NAME` of a task. */
export interface PlacedSecret {
  readonly id: string;
  /** The secret's own name. */
  readonly name: string;
  readonly file: string;
}

/** A service of one task that is started once, whatever becomes of it. Its limits are reserved for it on its node. */
export interface OneTaskSpec {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Of folders and volumes of the node that it comes to. */
  readonly mounts: readonly {
    readonly kind: "bind" | "volume";
    readonly source: string;
    readonly target: string;
    readonly readOnly: boolean;
  }[];
  /** "uid:gid" */
  readonly user?: string;
  /** Bytes. */
  readonly memory?: number;
  /** Processors. */
  readonly cpus?: number;
  /** Without all privileges. */
  readonly restricted: boolean;
  readonly init: boolean;
  readonly name: string;
  /** Of the service; its container has none. */
  readonly labels: Readonly<Record<string, string>>;
  readonly secrets: readonly PlacedSecret[];
  /** How long it may take to end. */
  readonly graceSeconds: number;
}

export interface SwarmService {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** How many tasks are wanted: 0 once it was stopped. */
  readonly replicas: number;
}

export interface SwarmTask {
  /** The id of its service. */
  readonly service: string;
  /** "pending", "running", "complete" and so on; "orphaned" where its node was taken out of the swarm, or has been down for a day. */
  readonly state: string;
  /** What the swarm wants it to be. */
  readonly desired: string;
  /** Why it is in this state. */
  readonly said: string;
  /** Of its container; undefined as long as it has not ended, and where it never had one. */
  readonly exitCode: number | undefined;
  /** The id of its node, once it has one. */
  readonly node: string | undefined;
}

export interface Swarm {
  /** Rejects with "no-swarm" where the engine manages none. */
  nodes(): Promise<readonly SwarmNode[]>;
  /** Rejects with "conflict" where there is one of this name. Nodes pull the image with the login of who asks. */
  createService(spec: OneTaskSpec): Promise<void>;
  /** Those of the names that are there. */
  servicesNamed(names: readonly string[]): Promise<readonly SwarmService[]>;
  servicesWithLabel(label: string): Promise<readonly SwarmService[]>;
  /** Asks its task to end; the service stays. */
  stopService(name: string): Promise<void>;
  /** Asks its task to end, and forgets it; of one that was stopped once its task is gone, or after ten seconds. No error where it is gone. */
  removeService(name: string): Promise<void>;
  /** The tasks of services by their ids, all of which must be there. */
  tasks(services: readonly string[]): Promise<readonly SwarmTask[]>;
  /** Everything its task has written; what a node that is away has is missing. */
  serviceLogs(name: string, signal: AbortSignal): Promise<string>;
  /** Gives its id. Rejects with "conflict" where there is one of this name. */
  createSecret(name: string, labels: Readonly<Record<string, string>>, contents: Uint8Array): Promise<string>;
  secretsWithLabel(label: string): Promise<
    readonly {
      readonly id: string;
      readonly name: string;
      readonly labels: Readonly<Record<string, string>>;
    }[]
  >;
  /** By its name or id. No error where it is gone. */
  removeSecret(id: string): Promise<void>;
}
