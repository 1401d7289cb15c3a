/** The `$` of cells: runs a command in the container and streams its output into the cell. */
import { loadLazily } from "../../display/load-lazily.ts";
import type { CellShell } from "./zx.ts";

type ZxModule = typeof import("./zx.ts");

/**
 * Gives zx's `$`, which is loaded when a cell first touches it.
 * @param cwd the folder commands run in
 * @param signal what is aborted when the cell that the running code belongs to is interrupted
 * @param readable tells frames of a raw stack in the notebook's words
 */
export function createShell(
  cwd: () => string,
  signal: () => AbortSignal | undefined = () => undefined,
  readable: (stack: string) => string = (stack) => stack,
): CellShell {
  let loaded: CellShell | undefined;
  const load = (): CellShell => {
    // SAFETY: that file's exports.
    loaded ??= (loadLazily("kernel/output/zx") as ZxModule).createZx(cwd, signal, readable);
    return loaded;
  };
  const standIn = (): void => undefined;
  // SAFETY: every use of the stand-in goes to zx's own function.
  return new Proxy(standIn as unknown as CellShell, {
    apply: (_, self, given) => Reflect.apply(load(), self, given) as unknown,
    get: (_, name) => Reflect.get(load(), name) as unknown,
    set: (_, name, value) => Reflect.set(load(), name, value),
    has: (_, name) => Reflect.has(load(), name),
  });
}
