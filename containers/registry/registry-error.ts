import { ErrorWithFacts } from "../error-with-facts.ts";

/** Why a registry did not take what was to be put beside an image. `doing` as in "attach the SBOM". */
export type RegistryFacts =
  /** It cannot be reached; `code` is the system's or OpenSSL's own, where there is one. */
  | {
      readonly code: "unreachable";
      readonly registry: string;
      readonly said: string;
      readonly why: "certificate" | "plain" | "network";
    }
  /** It does not let `user` do that; nobody is logged in where that is absent. */
  | {
      readonly code: "denied";
      readonly registry: string;
      readonly repository: string;
      readonly user: string | undefined;
    }
  /** It answers with something else than what the specification says. */
  | { readonly code: "refused"; readonly registry: string; readonly status: number; readonly said: string }
  /** The caller's signal. */
  | { readonly code: "aborted" };

/** What is thrown where a registry itself is asked, and not the engine. */
export class RegistryError extends ErrorWithFacts<RegistryFacts> {
  override readonly name = "RegistryError";
}
