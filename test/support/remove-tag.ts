import type { Engine } from "../../containers/engine/engine.ts";
import { runProgram } from "./command-line.ts";

/** Takes a name from an image, and its containers with the last one: a worker that was killed may have had one more made. Not there: nothing. */
export async function removeTag(engine: Engine, tag: string): Promise<void> {
  for (let image = await engine.image(tag); image !== undefined; image = await engine.image(tag))
    try {
      await engine.removeImage(tag);
    } catch (error) {
      const { stdout } = await runProgram("docker", ["ps", "-aq", `--filter=ancestor=${image.id}`]);
      const left = stdout.split("\n").filter((line) => line !== "");
      if (left.length === 0) throw error;
      for (const id of left) await engine.remove(id);
    }
}
