import { ErrorWithFacts } from "../../containers/error-with-facts.ts";
import type { Holder } from "./journal-store.ts";

/** Why a journal cannot be read or written, most of it in a store of objects. */
export type JournalFacts =
  /** The address is none of a store. */
  | { readonly code: "no-address"; readonly address: string }
  /** Nobody has said with which key to ask for it. */
  | { readonly code: "no-key"; readonly address: string }
  /** What is set for stores is wrong. */
  | { readonly code: "setting"; readonly said: string }
  /** The store writes over an object although it was asked not to. */
  | { readonly code: "writes-over"; readonly address: string }
  /** Somebody has removed lines. */
  | { readonly code: "has-a-gap"; readonly address: string; readonly line: number }
  /** It names a program to start containers that is not known here. */
  | { readonly code: "other-runtime"; readonly runtime: string }
  /** Another process writes it now, as this one was not heard of for a while. */
  | ({ readonly code: "taken-over" } & Holder);

export class JournalError extends ErrorWithFacts<JournalFacts> {
  override readonly name = "JournalError";
}
