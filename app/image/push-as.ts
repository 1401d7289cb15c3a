import type { Engine, PushedImage, PushOptions } from "../../containers/engine/engine.ts";

/** Gives the image a name and pushes it under that; where the push fails, the name means what it meant before. */
export async function pushAs(
  engine: Engine,
  image: string,
  name: string,
  options: PushOptions,
): Promise<PushedImage> {
  if (name === image) return engine.push(name, options);
  const before = await engine.image(name);
  await engine.tag(image, name);
  try {
    return await engine.push(name, options);
  } catch (error) {
    await giveBack(engine, name, before?.id).catch(() => undefined); // why the push failed is what counts
    throw error;
  }
}

async function giveBack(engine: Engine, name: string, before: string | undefined): Promise<void> {
  if (before !== undefined) await engine.tag(before, name);
  // An image that has no other name would go with this one.
  else if (((await engine.image(name))?.tags.length ?? 0) > 1) await engine.removeImage(name);
}
