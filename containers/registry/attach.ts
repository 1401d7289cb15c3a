/** Puts a document beside an image in its registry, where all that ask for what refers to the image find it (OCI 1.1). */
import * as z from "zod";
import { parsedJson } from "../../notebook/parsed-json.ts";
import { RegistryError } from "./registry-error.ts";
import { type Descriptor, digestOf, type Repository } from "./repository.ts";

/** What is to stand beside the image. */
export interface Attachment {
  readonly mediaType: string;
  /** The file's name for whoever fetches it. */
  readonly file: string;
  readonly text: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const manifestType = "application/vnd.oci.image.manifest.v1+json";
const indexType = "application/vnd.oci.image.index.v1+json";
const emptyType = "application/vnd.oci.empty.v1+json";

/**
 * Gives the digest of the artifact, which is the same for the same document.
 * @param subject digest of the image's manifest
 */
export async function attach(
  repository: Repository,
  subject: string,
  { mediaType, file, text, annotations = {} }: Attachment,
): Promise<string> {
  const image = await repository.manifest(subject);
  if (image === undefined)
    throw new RegistryError({
      code: "refused",
      registry: repository.host,
      status: 404,
      said: `it has no ${subject}`,
    });
  const [config, layer] = await Promise.all([
    repository.putBlob(emptyType, "{}"),
    repository.putBlob(mediaType, text),
  ]);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType: mediaType,
    config,
    layers: [{ ...layer, annotations: { "org.opencontainers.image.title": file } }],
    subject: image,
    annotations,
  });
  const digest = digestOf(manifest);
  const { subjectNoted } = await repository.putManifest(digest, manifestType, manifest);
  if (!subjectNoted)
    await noteByTag(repository, subject, {
      mediaType: manifestType,
      digest,
      size: Buffer.byteLength(manifest),
      artifactType: mediaType,
      annotations,
    });
  return digest;
}

const IndexSchema = z.looseObject({ manifests: z.array(z.looseObject({ digest: z.string() })) });

/** Registries that know nothing of subjects have a tag that lists what refers to an image: `sha256-…`. */
async function noteByTag(
  repository: Repository,
  subject: string,
  entry: Descriptor & { readonly artifactType: string; readonly annotations: object },
): Promise<void> {
  const tag = subject.replace(":", "-");
  const present = IndexSchema.safeParse(parsedJson((await repository.manifestText(tag, indexType)) ?? ""));
  const others = present.data?.manifests ?? [];
  if (others.some(({ digest }) => digest === entry.digest)) return;
  const index = { schemaVersion: 2, mediaType: indexType, manifests: [...others, entry] };
  await repository.putManifest(tag, indexType, JSON.stringify(index));
}
