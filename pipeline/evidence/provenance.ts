/** Where an image comes from: an in-toto statement (v1) with SLSA's provenance (v1). Pure. */
import * as z from "zod";
import { parsedJson } from "../../notebook/parsed-json.ts";
import type { NamedImage } from "./sbom.ts";

/** A build, as it was. */
export interface Build {
  /** The image's name. */
  readonly name: string;
  /** Its id, `sha256:…`. */
  readonly image: string;
  /** Path of the notebook from the top of its repository, or its file's name. */
  readonly notebook: string;
  /** What the build was asked for; secrets have no place here. */
  readonly parameters: Readonly<Record<string, string | boolean>>;
  /** SHA-256 in hexadecimal of each file that decided about it, by its name. */
  readonly files: Readonly<Record<string, string>>;
  /** Images it was made from. */
  readonly images: readonly NamedImage[];
  readonly git: GitCommit | undefined;
  /** Versions of what has built it. */
  readonly versions: Readonly<Record<string, string>>;
  /** The CI job's address. */
  readonly job: string | undefined;
  readonly started: Date;
  readonly finished: Date;
}

interface GitCommit {
  readonly revision: string;
  readonly source: string | undefined;
  /** How many files differ from the commit. */
  readonly changed: number;
}

/** The media type of a statement in registries. */
export const provenanceMediaType = "application/vnd.in-toto+json";

const statementType = "https://in-toto.io/Statement/v1";
export const provenanceType = "https://slsa.dev/provenance/v1";

const hex = (digest: string): string => digest.replace(/^sha256:/, "");

/** The text of the statement. Its subject is the image's id, as registries have not seen the image yet. */
export function provenance(build: Build): string {
  const { name, image, notebook, parameters, files, images, git, versions, job, started, finished } = build;
  const statement = {
    _type: statementType,
    subject: [{ name, digest: { sha256: hex(image) } }],
    predicateType: provenanceType,
    predicate: {
      buildDefinition: {
        buildType: "urn:pipenb:image:1",
        externalParameters: { notebook, ...parameters },
        resolvedDependencies: [
          ...(git === undefined ? [] : [commit(git)]),
          ...Object.entries(files).map(([path, sha256]) => ({ name: path, digest: { sha256 } })),
          ...images.map(({ name, digest, digestOf }) => ({
            name,
            uri: `docker://${name}`,
            digest: { sha256: hex(digest) },
            annotations: { digestOf },
          })),
        ],
      },
      runDetails: {
        builder: { id: "urn:pipenb:build", version: versions },
        metadata: {
          ...(job === undefined ? {} : { invocationId: job }),
          startedOn: seconds(started),
          finishedOn: seconds(finished),
        },
      },
    },
  };
  return `${JSON.stringify(statement, undefined, 2)}\n`;
}

function commit({ revision, source, changed }: GitCommit): object {
  return {
    name: "source",
    ...(source === undefined ? {} : { uri: `git+${source}` }),
    digest: { gitCommit: revision },
    // A commit is no source of what differs from it.
    ...(changed === 0 ? {} : { annotations: { changedFiles: changed } }),
  };
}

const seconds = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, "Z");

const StatementSchema = z.looseObject({
  _type: z.literal(statementType),
  subject: z.array(z.looseObject({ digest: z.object({ sha256: z.string() }) })).length(1),
  predicateType: z.literal(provenanceType),
});

/** The id of the image that a statement of a build is about, `sha256:…`; undefined for a text that is none of ours. */
export function imageOfProvenance(text: string): string | undefined {
  const subject = StatementSchema.safeParse(parsedJson(text)).data?.subject[0];
  return subject === undefined ? undefined : `sha256:${subject.digest.sha256}`;
}

/**
 * The same statement about the image as a registry has it.
 * @param digest `sha256:…` of its manifest
 */
export function provenanceOf(text: string, name: string, digest: string): string {
  const statement = StatementSchema.parse(JSON.parse(text));
  const named = { ...statement, subject: [{ name, digest: { sha256: hex(digest) } }] };
  return `${JSON.stringify(named, undefined, 2)}\n`;
}
