/** The part of the engine that knows volumes. */
import type Dockerode from "dockerode";
import type { Engine } from "./engine.ts";
import { explained, unlessMissing } from "./explain-failure.ts";
import { orAbsent } from "./or-absent.ts";

type VolumePart = Pick<Engine, "volume" | "createVolume" | "volumesWithLabel" | "removeVolume">;

function summarize(info: Dockerode.VolumeInspectInfo): { name: string; labels: Record<string, string> } {
  return { name: info.Name, labels: orAbsent(info.Labels) ?? {} };
}

/** Gives the volume calls over dockerode. */
export function volumePart(docker: Dockerode): VolumePart {
  return {
    volume: (name) =>
      unlessMissing(`look up the volume ${name}`, async () =>
        summarize(await docker.getVolume(name).inspect()),
      ),
    async createVolume(name, labels) {
      await explained(`make the volume ${name}`, () =>
        docker.createVolume({ Name: name, Labels: { ...labels } }),
      );
    },
    volumesWithLabel: (label) =>
      explained("list volumes", async () => {
        const { Volumes } = await docker.listVolumes({ filters: { label: [label] } });
        return (orAbsent(Volumes) ?? []).map(summarize);
      }),
    async removeVolume(name) {
      await unlessMissing(`remove the volume ${name}`, () => docker.getVolume(name).remove());
    },
  };
}
