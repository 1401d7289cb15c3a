/** Throws where the cell that this runs in was interrupted. It is the kernel's own helper that knows; in an exported pipeline there is none. */
export function refuseInterrupted(): void {
  const kernel: unknown = Reflect.get(globalThis, "__pipenb");
  if (typeof kernel !== "object" || kernel === null || !("check" in kernel)) return;
  if (typeof kernel.check === "function") Reflect.apply(kernel.check, kernel, []);
}
