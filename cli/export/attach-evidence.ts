/** Puts what is told of an image beside it in its registry: the files that `build --sbom --provenance` has written. */
import { readFile } from "node:fs/promises";
import type { Engine, PushedImage } from "../../containers/engine/engine.ts";
import { splitReference } from "../../containers/engine/reference.ts";
import { attach, type Attachment } from "../../containers/registry/attach.ts";
import { Repository } from "../../containers/registry/repository.ts";
import {
  imageOfProvenance,
  provenanceMediaType,
  provenanceOf,
  provenanceType,
} from "../../pipeline/evidence/provenance.ts";
import { imageOfSbom, sbomMediaType } from "../../pipeline/evidence/sbom.ts";
import { CliError } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { EvidenceFiles } from "./write-evidence.ts";

/** A document on its way to stand beside an image. */
interface Evidence {
  readonly what: "sbom" | "provenance";
  readonly path: string;
  /** Id of the image that it is of. */
  readonly image: string;
  /** As it is to be attached to the image under that digest. */
  readonly attachment: (pushed: { readonly repository: string; readonly digest: string }) => Attachment;
}

/** Reads the files; ends the command where one is none that pipenb has written. */
export async function readEvidence({ sbom, provenance }: EvidenceFiles): Promise<readonly Evidence[]> {
  const all: Evidence[] = [];
  if (sbom !== undefined) {
    const text = await textOf(sbom);
    const image = known(sbom, "--sbom", imageOfSbom(text));
    const attachment = { mediaType: sbomMediaType, file: "sbom.cdx.json", text };
    all.push({ what: "sbom", path: sbom, image, attachment: () => attachment });
  }
  if (provenance !== undefined) {
    const text = await textOf(provenance);
    all.push({
      what: "provenance",
      path: provenance,
      image: known(provenance, "--provenance", imageOfProvenance(text)),
      attachment: ({ repository, digest }) => ({
        mediaType: provenanceMediaType,
        file: "provenance.intoto.json",
        text: provenanceOf(text, repository, digest),
        annotations: { "in-toto.io/predicate-type": provenanceType },
      }),
    });
  }
  return all;
}

function known(path: string, option: string, image: string | undefined): string {
  if (image !== undefined) return image;
  throw new CliError("file", `${path} is not what build ${option} writes.`, {
    remedy: `Build the image with ${option} FILE, and name that file.`,
  });
}

/** Ends the command where a document is of another image. */
export async function mustBeOf(engine: Engine, image: string, evidence: readonly Evidence[]): Promise<void> {
  const id = (await engine.image(image))?.id;
  const wrong = evidence.find((each) => each.image !== id);
  // An image that is not there is told of by the push.
  if (id === undefined || wrong === undefined) return;
  throw new CliError("file", `${wrong.path} is of another image; ${image} is ${id}.`, {
    remedy: `Build the image again with --${wrong.what} ${wrong.path}, and push that.`,
  });
}

/** Gives the digest of each document in the registry, by what it is. */
export async function attachEvidence(
  evidence: readonly Evidence[],
  name: string,
  { digest }: PushedImage,
  {
    env,
    terminal,
    signal,
  }: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly terminal: Terminal;
    readonly signal: AbortSignal;
  },
): Promise<Readonly<Record<string, string>>> {
  const digests: Record<string, string> = {};
  if (evidence.length === 0) return digests;
  const repository = await Repository.of(name, env, signal);
  for (const { what, path, attachment } of evidence) {
    digests[what] = await attach(
      repository,
      digest,
      attachment({ repository: splitReference(name).repo, digest }),
    );
    terminal.note(`${path} is beside ${name}.`);
  }
  return digests;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new CliError("file", `${path} cannot be read.`, {
      cause,
      remedy: "Build the image with --sbom and --provenance, which write such files.",
    });
  }
}
