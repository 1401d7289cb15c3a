/** What the figures were measured on. */
import { cpus, loadavg, release, totalmem, type } from "node:os";

/** The load before the bench begins: figures of a machine that is busy with something else say little. */
const load = loadavg()[0] ?? 0;

/** One line. */
export function machine(): string {
  const cores = cpus();
  const model = cores[0]?.model.trim() ?? "unknown processor";
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return `${model}, ${cores.length} cores, ${gigabytes} GB, ${type()} ${release()}, Node ${process.version}, load ${load.toFixed(1)} before the bench`;
}
