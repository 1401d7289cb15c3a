import { ErrorWithFacts } from "../../containers/error-with-facts.ts";

/** Why a cluster does not do what it is asked for. */
export type KubernetesFacts =
  /** There is no such program. */
  | { readonly code: "no-kubectl"; readonly program: string }
  /** The API server does not answer, or no cluster is named. */
  | { readonly code: "unreachable"; readonly said: string }
  /** Something of this name is there already. */
  | { readonly code: "exists"; readonly said: string }
  /** Nothing of this name is there. */
  | { readonly code: "not-found"; readonly said: string }
  /** Somebody has to log in, or may not do that. */
  | { readonly code: "denied"; readonly said: string }
  | { readonly code: "refused"; readonly said: string }
  /** No registry is known to have the image. */
  | { readonly code: "no-image" }
  /** A folder of this machine, for which there is no volume. */
  | { readonly code: "no-folder"; readonly source: string; readonly target: string };

/** What is thrown where kubectl has ended with an error. */
export class KubernetesError extends ErrorWithFacts<KubernetesFacts> {
  override readonly name = "KubernetesError";
}

/** From what kubectl has written on standard error. */
export function kubectlFailure(stderr: string): KubernetesError {
  const said = stderr
    .trim()
    .split("\n")
    // Its own log lines are for those who work on it.
    .filter((line) => !/^[EWI]\d{4} /.test(line))
    .join(" ");
  if (/\(AlreadyExists\)/.test(said)) return new KubernetesError({ code: "exists", said });
  if (/\(NotFound\)/.test(said)) return new KubernetesError({ code: "not-found", said });
  if (/\(Forbidden\)|\(Unauthorized\)|must be logged in|provide credentials/.test(said))
    return new KubernetesError({ code: "denied", said });
  if (
    /connection (to the server .* )?(was )?refused|no such host|Unable to connect|timeout|EOF|no configuration has been provided|i\/o/i.test(
      said,
    )
  )
    return new KubernetesError({ code: "unreachable", said });
  return new KubernetesError({ code: "refused", said });
}
