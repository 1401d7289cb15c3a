/** Types of the runner of an exported pipeline. */

/** A calendar day that exists, written YYYY-MM-DD. */
export type IsoDate = string;

/** A file or folder. */
export type Path = string;

/** What a parameter takes. */
export type ParameterType =
  | { readonly kind: "string" }
  | { readonly kind: "number" }
  | { readonly kind: "boolean" }
  | { readonly kind: "date" }
  | { readonly kind: "path" }
  | { readonly kind: "choice"; readonly options: readonly (string | number)[] }
  | { readonly kind: "array"; readonly element: ParameterType };

/** A parameter's value. */
export type ParameterValue = string | number | boolean | readonly ParameterValue[];

/** One parameter; without `default` it must be given. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly default?: ParameterValue;
  readonly doc: string;
}

/** The type of a parameter's values. */
export type ValueOf<T extends ParameterType> = T extends { readonly kind: "number" }
  ? number
  : T extends { readonly kind: "boolean" }
    ? boolean
    : T extends { readonly kind: "choice"; readonly options: readonly (infer Option)[] }
      ? Option
      : T extends { readonly kind: "array"; readonly element: infer Element extends ParameterType }
        ? ValueOf<Element>[]
        : string;

/** Every parameter's value by its name. */
export type Values<P extends readonly Parameter[]> = {
  readonly [One in P[number] as One["name"]]: ValueOf<One["type"]>;
};

/**
 * Starts the pipeline: takes its parameters from the command line and the environment. Prints help and ends with 0 when asked for
 * it, prints what is wrong with the parameters and ends with 64. From then on an error ends the pipeline with 1, 42 or 75, and a
 * signal with 130 or 143 unless the pipeline listens for it.
 */
export function pipeline<const P extends readonly Parameter[]>(settings: {
  readonly title: string;
  readonly parameters: P;
}): Values<P>;

/**
 * Says which cell starts here. Errors name it, and with PIPENB_LOG=json its start and end are lines on stderr. To be awaited: what
 * the cell before has left to timers and promises has its turn first.
 */
export function cell(name: string): Promise<void>;

/** Says that the last cell has ended. The pipeline goes on while timers, servers and the like are open. */
export function done(): void;

/** What `display` gives: it can show something else. */
export interface DisplayHandle {
  readonly update: (value: unknown) => DisplayHandle;
}

/** Prints values as text. */
export interface Display {
  (...values: readonly unknown[]): DisplayHandle;
  readonly html: (html: string) => DisplayHandle;
  readonly markdown: (markdown: string) => DisplayHandle;
  readonly json: (value: unknown) => DisplayHandle;
  readonly image: (
    image: Uint8Array | string,
    options?: { readonly width?: number; readonly height?: number; readonly alt?: string },
  ) => DisplayHandle;
  readonly bundle: (
    data: Readonly<Record<string, unknown>>,
    metadata?: Readonly<Record<string, unknown>>,
  ) => DisplayHandle;
  /** Takes what the cell has shown out of the report; what is printed stays in the log. */
  readonly clear: (options?: { readonly wait?: boolean }) => void;
}

/** Prints values as text. */
export const display: Display;
