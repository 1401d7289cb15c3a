/** What the figures were measured on. */
import { cpus, release, totalmem, type } from "node:os";

/** One sentence. */
export function machine(): string {
  const cores = cpus();
  const model = cores[0]?.model.trim() ?? "unknown processor";
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return `${model}, ${cores.length} cores, ${gigabytes} GB, ${type()} ${release()}, Node ${process.version}`;
}
