/** Holds a lock against what the notebook asks for. Pure. */
import * as z from "zod";
import { parsedJson } from "../../notebook/parsed-json.ts";

const LockSchema = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** Whether the lock was made for exactly these packages and ranges. A text that is no lock does not match. */
export function lockMatches(lock: string, npm: Readonly<Record<string, string>>): boolean {
  const parsed = LockSchema.safeParse(parsedJson(lock));
  if (!parsed.success) return false;
  const { packages } = parsed.data;
  const locked = packages[""]?.dependencies ?? {};
  const names = Object.keys(npm);
  return (
    names.length === Object.keys(locked).length &&
    names.every((name) => locked[name] === npm[name] && packages[`node_modules/${name}`] !== undefined)
  );
}
