/** The front matter of a `.pipenb` file (the YAML block at its top), as a schema with its defaults filled in. */
import * as z from "zod";

/** `image:` — the environment the notebook runs in and the exported image is built from. */
const ImageSchema = z.strictObject({
  /** Any Linux image; Node is brought along where it has none. */
  base: z.string().min(1).default("node:24-bookworm-slim"),
  /** Debian packages installed with apt-get. */
  apt: z.array(z.string()).default([]),
  /** npm packages: name to version range. */
  npm: z.record(z.string(), z.string()).default({}),
  /** Extra Dockerfile lines, put after apt and before npm. */
  dockerfile: z.array(z.string()).default([]),
  /** Files and folders beside the notebook that are copied into the exported image (relative `.ts`, `.js` and `.json` imports come by themselves). */
  files: z.array(z.string()).default([]),
});

/** One entry of `services:` — a container started beside the kernel. */
const ServiceSchema = z.strictObject({
  image: z.string().min(1),
  environment: z.record(z.string(), z.string()).default({}),
  command: z.array(z.string()).optional(),
  ports: z.array(z.number().int().positive()).default([]),
  /** A shell command that succeeds when the service is ready. */
  ready: z.string().optional(),
});

/** The whole front matter. Unknown keys are an error that names the line. */
export const FrontMatterSchema = z.strictObject({
  /** Version of the format. */
  pipenb: z.literal(1),
  title: z.string().optional(),
  image: ImageSchema.prefault({}),
  services: z.record(z.string(), ServiceSchema).default({}),
  /** `source:target[:ro]`, source relative to the notebook's folder. */
  mounts: z.array(z.string()).default([]),
  /** Names of secrets, given to the pipeline as files `/run/secrets/NAME`. */
  secrets: z.array(z.string()).default([]),
  /** Plain environment variables of kernel and exported image. */
  environment: z.record(z.string(), z.string()).default({}),
});

/** Front matter with every default filled in. */
export type FrontMatter = z.infer<typeof FrontMatterSchema>;
