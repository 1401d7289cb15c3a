import { chmod } from "node:fs/promises";
import type { Engine, Mount } from "../../containers/engine/engine.ts";
import { runImage } from "../../app/image/run-image.ts";

/** Runs an image with folders of this machine mounted below its working directory (a trailing ":ro" makes one read-only). */
export async function runBuiltImage(
  engine: Engine,
  image: string,
  args: readonly string[],
  folders: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const printed = { stdout: "", stderr: "" };
  const mounts = Object.entries(folders).map(([source, target]): Mount => {
    const [path = "", mode] = target.split(":");
    return { kind: "bind", source, target: `/app/work/${path}`, readOnly: mode === "ro" };
  });
  // The image's own user must be able to write where the tests are run by root.
  if (process.getuid?.() === 0)
    for (const { source, readOnly } of mounts) if (!readOnly) await chmod(source, 0o777);
  const code = await runImage(engine, {
    image,
    args,
    mounts,
    environment,
    onOutput: (stream, chunk) => {
      printed[stream] += Buffer.from(chunk).toString("utf8");
    },
  });
  return { code, ...printed };
}
