/** A service of one task as the engine wants it. Pure. */
import type Dockerode from "dockerode";
import type { OneTaskSpec } from "./swarm.ts";

/** Engines since version 27 know it, others pass over it. */
interface Privileges extends NonNullable<Dockerode.ContainerSpec["Privileges"]> {
  readonly NoNewPrivileges: boolean;
}

const unprivileged: Privileges = { NoNewPrivileges: true };

/** Whom files of secrets belong to; with the image's own user, whom nobody knows here, everybody in the container may read them. */
function ownerOf(user: string | undefined): {
  readonly UID: string;
  readonly GID: string;
  readonly Mode: number;
} {
  if (user === undefined) return { UID: "0", GID: "0", Mode: 0o444 };
  const [uid = "0", gid = "0"] = user.split(":");
  return { UID: uid, GID: gid, Mode: 0o400 };
}

/** Started once and never again. Without its image's health check, which could end it. */
export function oneTaskService(spec: OneTaskSpec): Dockerode.ServiceSpec {
  const resources = {
    ...(spec.memory === undefined ? {} : { MemoryBytes: spec.memory }),
    ...(spec.cpus === undefined ? {} : { NanoCPUs: Math.round(spec.cpus * 1e9) }),
  };
  return {
    Name: spec.name,
    Labels: { ...spec.labels },
    Mode: { Replicated: { Replicas: 1 } },
    TaskTemplate: {
      RestartPolicy: { Condition: "none" },
      Resources: { Limits: resources, Reservations: resources },
      ContainerSpec: {
        Image: spec.image,
        Args: [...spec.command],
        Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
        Init: spec.init,
        StopGracePeriod: spec.graceSeconds * 1e9,
        HealthCheck: { Test: ["NONE"] },
        Mounts: spec.mounts.map(({ kind, source, target, readOnly }) => ({
          Type: kind,
          Source: source,
          Target: target,
          ReadOnly: readOnly,
        })),
        Secrets: spec.secrets.map(({ id, name, file }) => ({
          SecretID: id,
          SecretName: name,
          File: { Name: file, ...ownerOf(spec.user) },
        })),
        ...(spec.user === undefined ? {} : { User: spec.user }),
        ...(spec.restricted ? { CapabilityDrop: ["ALL"], Privileges: unprivileged } : {}),
      },
    },
  };
}
