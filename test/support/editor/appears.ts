import type { Locator } from "playwright-core";

/** Whether it is there, as `waitFor` has it, before its time is over. */
export function appears(locator: Locator, options: Parameters<Locator["waitFor"]>[0]): Promise<boolean> {
  return locator.waitFor(options).then(
    () => true,
    () => false,
  );
}
