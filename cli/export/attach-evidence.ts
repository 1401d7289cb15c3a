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
  /** As it is to be attached to the image under that digest. */
  readonly attachment: (pushed: { readonly repository: string; readonly digest: string }) => Attachment;
}

/** Reads the files; ends the command where one is not of this very image, before anything is pushed. */
export async function readEvidence(
  engine: Engine,
  image: string,
  { sbom, provenance }: EvidenceFiles,
): Promise<readonly Evidence[]> {
  const all: Evidence[] = [];
  if (sbom !== undefined) {
    const text = await textOf(sbom);
    await mustBeOf(engine, image, { path: sbom, option: "--sbom", of: imageOfSbom(text) });
    const attachment = { mediaType: sbomMediaType, file: "sbom.cdx.json", text };
    all.push({ what: "sbom", path: sbom, attachment: () => attachment });
  }
  if (provenance !== undefined) {
    const text = await textOf(provenance);
    const of = imageOfProvenance(text);
    await mustBeOf(engine, image, { path: provenance, option: "--provenance", of });
    all.push({
      what: "provenance",
      path: provenance,
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

async function mustBeOf(
  engine: Engine,
  image: string,
  { path, option, of }: { readonly path: string; readonly option: string; readonly of: string | undefined },
): Promise<void> {
  const found = await engine.image(image);
  // One that is not there is told of by the push.
  if (found === undefined || found.id === of) return;
  const said = of === undefined ? `is not what build ${option} writes` : `is of another image`;
  throw new CliError("file", `${path} ${said}; ${image} is ${found.id}.`, {
    remedy: `Build the image again with ${option} ${path}, and push that.`,
  });
}
