import { ErrorWithFacts } from "../containers/error-with-facts.ts";

/** Why a pipeline is not registered. */
export type DeployFacts =
  /** Something of its name is there that pipenb has not made. */
  | { readonly code: "not-ours"; readonly name: string; readonly what: string }
  /** Its name is that of another pipeline. */
  | { readonly code: "taken"; readonly name: string; readonly source: string; readonly by: string }
  /** The engine's clock is that of another time zone. */
  | { readonly code: "zone"; readonly zone: string; readonly engineZone: string }
  /** Somebody has changed the file that pipenb has written. */
  | { readonly code: "changed"; readonly name: string; readonly file: string }
  /** No Airflow is on this machine. */
  | { readonly code: "no-dags-folder" }
  /** The engine has no such feature here. */
  | { readonly code: "no-scrontab"; readonly said: string };

export class DeployError extends ErrorWithFacts<DeployFacts> {
  override readonly name = "DeployError";
}

/** Throws where the name is that of another pipeline: nobody loses their registration to a file of the same name. */
export function mustBeSame(
  there: { readonly source: string; readonly by: string } | undefined,
  { name, source }: { readonly name: string; readonly source: string },
): void {
  if (there !== undefined && there.source !== source)
    throw new DeployError({ code: "taken", name, source: there.source, by: there.by });
}
