/** Holds bills of materials against CycloneDX's own schema, as its library carries it. */
import assert from "node:assert/strict";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";

/** What of a bill the tests look at. */
export interface Bill {
  readonly serialNumber: string;
  readonly metadata: {
    readonly timestamp: string;
    readonly component: {
      readonly name: string;
      readonly version: string;
      readonly pedigree?: {
        readonly ancestors: readonly { readonly name: string; readonly version: string }[];
      };
      readonly properties: readonly { readonly name: string; readonly value: string }[];
    };
  };
  readonly components: readonly {
    readonly type: string;
    readonly group?: string;
    readonly name: string;
    readonly version: string;
    readonly purl?: string;
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
    readonly licenses?: readonly unknown[];
    readonly evidence?: { readonly occurrences: readonly { readonly location: string }[] };
  }[];
}

/** The bill, which the schema of version 1.6 has nothing against. */
export async function validBill(text: string): Promise<Bill> {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  assert.equal(await validator.validate(text), null, "CycloneDX's schema has something against it");
  // SAFETY: what the schema holds of it.
  return JSON.parse(text) as Bill;
}
