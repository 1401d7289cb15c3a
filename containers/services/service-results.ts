/** What runs leave in services, as these tell it themselves. */
import type { Engine } from "../engine/engine.ts";
import type { StartedService } from "./service-plan.ts";

/** What a service's `verify` command printed. */
export interface ServiceResult {
  readonly name: string;
  readonly command: string;
  readonly exitCode: number;
  readonly output: string;
}

/** What a run has left in the services, as far as they have a command that prints it. */
export function serviceResults(
  engine: Engine,
  started: readonly StartedService[],
): Promise<readonly ServiceResult[]> {
  return Promise.all(
    started.flatMap(({ name, service: { verify }, containerId }) =>
      verify === undefined
        ? []
        : [
            engine
              .exec(containerId, ["/bin/sh", "-c", verify])
              .then((ended) => ({ name, command: verify, ...ended })),
          ],
    ),
  );
}
