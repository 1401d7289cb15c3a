/** What a person chose once for all frames of the page, kept by the editor. */
import { property } from "./property.ts";
import type { RendererContext } from "./renderer-context.ts";

export class PageState {
  readonly #context: RendererContext | undefined;
  #summary: boolean;

  constructor(context: RendererContext | undefined) {
    this.#context = context;
    this.#summary = property(context?.getState?.(), "summary") !== false;
  }

  /** Whether figures stand below the columns' names. */
  get summary(): boolean {
    return this.#summary;
  }

  set summary(on: boolean) {
    this.#summary = on;
    this.#context?.setState?.({ summary: on });
  }
}
