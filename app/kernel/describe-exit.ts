import { moreMemory } from "../../containers/figures/limits.ts";
import type { KernelExit } from "../../containers/hosts/kernel-host.ts";
import type { FrontMatter } from "../../notebook/front-matter.ts";

/** How a kernel ended, as words that follow "The kernel ended: ", and a sentence on what to do about it where something can be done. */
export function describeExit(
  { reason, exitCode }: Pick<KernelExit, "reason" | "exitCode">,
  frontMatter: FrontMatter,
): { readonly words: string; readonly remedy: string | undefined } {
  switch (reason) {
    case "stopped":
      return { words: "it was stopped", remedy: undefined };
    case "lease":
      return { words: "nobody used it", remedy: undefined };
    case "out-of-memory":
      return { words: "it ran out of memory", remedy: moreMemory(frontMatter) };
    case "exited":
      return { words: `exit code ${exitCode ?? "unknown"}`, remedy: undefined };
  }
}
