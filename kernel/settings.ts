/** The kernel's settings, given as JSON in the environment variable `PIPENB_KERNEL`. */
import * as z from "zod";

const KernelSettingsSchema = z.strictObject({
  /** Kernel id, part of the URL. */
  id: z.string().min(1),
  /** Clients must show it. */
  token: z.string().min(16),
  /** Address to listen on: 127.0.0.1, or 0.0.0.0 inside a container whose port is published on loopback. */
  host: z.string().default("127.0.0.1"),
  /** 0 takes a free port. */
  port: z.number().int().min(0).max(65535).default(0),
  /** Working directory of cells, and the folder their relative imports start from. */
  cwd: z.string(),
  /** File name of the notebook, as shown in traces. */
  notebook: z.string().default("notebook.pipenb"),
  /** Folder that holds the `node_modules` bare imports resolve from; the folder of cells is asked when it has none. */
  modules: z.string().optional(),
  /** Ends itself after so long without client and without running cell; 0 never does. */
  leaseSeconds: z.number().min(0).default(600),
  /** Folder the journal spills to; a temporary one when absent. */
  journal: z.string().optional(),
});

export type KernelSettings = z.infer<typeof KernelSettingsSchema>;

const variable = "PIPENB_KERNEL";

/** The settings from the environment, out of which they are taken: user code shall not see the token. Throws with what is wrong. */
export function readSettings(environment: NodeJS.ProcessEnv): KernelSettings {
  const text = environment[variable];
  if (text === undefined)
    throw new Error(`${variable} is not set. A kernel is started by "pipenb run" or by the editor.`);
  Reflect.deleteProperty(environment, variable);
  return KernelSettingsSchema.parse(JSON.parse(text));
}
