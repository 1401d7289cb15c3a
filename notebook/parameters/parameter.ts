/** A parameter of a pipeline: what its declaration in the parameters cell says. Free of the TypeScript compiler, so that the exported runner can use it. */

/** A parameter's type, as read from its TypeScript annotation (or from its default where it has none). */
export type ParameterType =
  | { readonly kind: "string" }
  | { readonly kind: "number" }
  | { readonly kind: "boolean" }
  /** `IsoDate`: a calendar day YYYY-MM-DD that exists. */
  | { readonly kind: "date" }
  /** `Path`: a file or folder. */
  | { readonly kind: "path" }
  /** A union of string or number literals. */
  | { readonly kind: "choice"; readonly options: readonly (string | number)[] }
  /** `T[]`: on the command line a comma-separated list, or the option given several times. */
  | { readonly kind: "array"; readonly element: ParameterType };

/** A parameter's value. */
export type ParameterValue = string | number | boolean | readonly ParameterValue[];

/** One parameter, in the order of the cell. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** The default; undefined means the parameter must be given. */
  readonly default: ParameterValue | undefined;
  /** Its doc comment, without the comment marks; "" when it has none. */
  readonly doc: string;
}

/** Values by parameter name, every parameter present. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>;
