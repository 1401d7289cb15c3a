/** What kept outputs are signed with. */
import { randomBytes } from "node:crypto";
import type { Memento } from "../kernel/kept-kernels.ts";

const name = "outputs.secret";

/** Made on the first use; the same for all windows of this user from then on. */
export function signingSecret(memento: Memento): string {
  const known = memento.get(name);
  if (typeof known === "string") return known;
  const made = randomBytes(32).toString("hex");
  void memento.update(name, made);
  return made;
}
