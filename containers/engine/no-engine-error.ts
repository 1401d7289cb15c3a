/** A place where an engine might have been, and why there was none. */
export interface AskedPlace {
  readonly endpoint: string;
  readonly why: string;
}

/** No container engine answers. The message names every place that was asked; what to do about it is for the programs to say, each in its own terms. */
export class NoEngineError extends Error {
  override readonly name = "NoEngineError";
  readonly tried: readonly AskedPlace[];

  constructor(tried: readonly AskedPlace[]) {
    super(
      ["No container engine answers.", ...tried.map(({ endpoint, why }) => `  ${endpoint}: ${why}`)].join(
        "\n",
      ),
    );
    this.tried = tried;
  }
}
