/** Kernels outlive the editor, as they should; those of a test's workspace are ended with the test. */
import { resolve, sep } from "node:path";
import { listKernels, pruneKernels, stopKernel } from "../../../containers/hosts/find-kernels.ts";

const options = { kernelFolder: resolve(import.meta.dirname, "../../../dist/kernel") };

/** Ends the kernels of all notebooks below the folder. */
export async function stopKernelsBelow(folder: string): Promise<void> {
  const kernels = await listKernels(options);
  const own = kernels.filter(({ notebookPath }) => notebookPath.startsWith(`${folder}${sep}`));
  for (const { id } of own) await stopKernel(id, options);
  if (own.length > 0) await pruneKernels(options);
}
