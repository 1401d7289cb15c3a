/** The part of the engine that knows networks. */
import type Dockerode from "dockerode";
import type { Engine } from "./engine.ts";
import { explained, unlessMissing } from "./explain-failure.ts";

type NetworkPart = Pick<Engine, "createNetwork" | "networksWithLabel" | "removeNetwork">;

/** Gives the network calls over dockerode. */
export function networkPart(docker: Dockerode): NetworkPart {
  return {
    createNetwork: (name, labels) =>
      explained(`make the network ${name}`, async () => {
        const network = await docker.createNetwork({
          Name: name,
          Labels: { ...labels },
          Driver: "bridge",
          CheckDuplicate: true,
        });
        return network.id;
      }),
    networksWithLabel: (label) =>
      explained("list networks", async () => {
        const networks = await docker.listNetworks({ filters: { label: [label] } });
        return networks.map(({ Id, Name, Labels }) => ({ id: Id, name: Name, labels: Labels ?? {} }));
      }),
    async removeNetwork(id) {
      await unlessMissing("remove a network", () => docker.getNetwork(id).remove());
    },
  };
}
