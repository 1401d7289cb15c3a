/** Whether an npm lock was made for exactly these packages. */
import * as z from "zod";

const LockSchema = z.object({
  packages: z.object({ "": z.object({ dependencies: z.record(z.string(), z.string()).default({}) }) }),
});

/** False as well for a text that is no lock. */
export function lockMatches(lock: string, npm: Readonly<Record<string, string>>): boolean {
  try {
    const { dependencies } = LockSchema.parse(JSON.parse(lock)).packages[""];
    const names = Object.keys(npm);
    return (
      names.length === Object.keys(dependencies).length &&
      names.every((name) => dependencies[name] === npm[name])
    );
  } catch {
    return false;
  }
}
