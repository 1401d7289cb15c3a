/** The configuration of an image without what tells of its build. */
import * as z from "zod";

/** As Docker writes it; what is not named here stays as it is. */
export const ImageConfigSchema = z.looseObject({
  created: z.string(),
  config: z.looseObject({}),
  history: z.array(z.looseObject({ created: z.string().optional() })).default([]),
  rootfs: z.looseObject({ diff_ids: z.array(z.string()) }),
});

export type ImageConfig = z.infer<typeof ImageConfigSchema>;

/**
 * The text of the configuration, with these layers, made at that moment; no step of its history is later.
 * @param diffIds `sha256:…` of each layer, the lowest first
 */
export function plainConfig(config: ImageConfig, diffIds: readonly string[], created: Date): string {
  const history = config.history.map((step) =>
    step.created !== undefined && Date.parse(step.created) > created.getTime()
      ? { ...step, created: created.toISOString() }
      : step,
  );
  const plain = {
    ...config,
    config: { ...config.config, Image: undefined },
    created: created.toISOString(),
    history,
    rootfs: { ...config.rootfs, diff_ids: diffIds },
    // Of the last step; every build has others, as it has another image before the last one, above.
    container: undefined,
    container_config: undefined,
  };
  return JSON.stringify(plain);
}
