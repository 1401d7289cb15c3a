import type { Notebook } from "../../notebook/model.ts";

/** What a notebook says before its first code, as Markdown without the heading on top, which is its title; "" where it says nothing. */
export function openingText({ cells }: Pick<Notebook, "cells">): string {
  const first = cells.findIndex(({ kind }) => kind !== "markdown");
  const texts = cells.slice(0, first < 0 ? undefined : first).map(({ text }) => text.trim());
  return texts.join("\n\n").replace(/^# .*\n*/, "");
}
