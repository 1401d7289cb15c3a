import { parseVolume, type Volume } from "../../backfill/kubernetes/volumes.ts";
import { CliError } from "../cli-error.ts";

/** `--volume`, as often as it was given, beside the option that chooses the engine. Wrong ones end the command with 64. */
export function volumesOf(texts: readonly string[], engine: string): readonly Volume[] {
  if (texts.length > 0 && !/ (?:kubernetes|airflow)$/.test(engine))
    throw new CliError("usage", `--volume is for Kubernetes and Airflow, not for ${engine}.`, {
      remedy: "Write mounts into the front matter, which are folders of this machine.",
    });
  return texts.map((text) => {
    const parsed = parseVolume(text);
    if (parsed.kind === "volume") return parsed.volume;
    throw new CliError("usage", parsed.sentence);
  });
}
