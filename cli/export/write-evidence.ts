/** The files that tell of an image: what is in it (`--sbom`), and what it was built from (`--provenance`). */
import { type DoneBuild, provenanceOfBuild, sbomOf } from "../../app/image/image-evidence.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { imageOfProvenance } from "../../pipeline/evidence/provenance.ts";
import { imageOfSbom } from "../../pipeline/evidence/sbom.ts";
import { mayWrite, type OutputRequest, writeOutput } from "../files/output-file.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Where to write them. */
export interface EvidenceFiles {
  readonly sbom: string | undefined;
  readonly provenance: string | undefined;
}

const sbomFile = (path: string): OutputRequest => ({
  path,
  force: false,
  isOurs: (text) => imageOfSbom(text) !== undefined,
});

const provenanceFile = (path: string): OutputRequest => ({
  path,
  force: false,
  isOurs: (text) => imageOfProvenance(text) !== undefined,
});

/** Ends the command where one may not be written; asked before the build. Those of other images are replaced. */
export async function mayWriteEvidence({ sbom, provenance }: EvidenceFiles): Promise<void> {
  if (sbom !== undefined) await mayWrite(sbomFile(sbom));
  if (provenance !== undefined) await mayWrite(provenanceFile(provenance));
}

/** Writes what was asked for. */
export async function writeEvidence(
  engine: Engine,
  build: DoneBuild,
  {
    sbom,
    provenance,
    terminal,
    signal,
  }: EvidenceFiles & { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<void> {
  if (sbom !== undefined) {
    terminal.status("looking into the image");
    const text = await sbomOf(engine, build, signal);
    terminal.done();
    await writeOutput(sbomFile(sbom), text, terminal);
    terminal.note(`wrote ${sbom}.`);
  }
  if (provenance !== undefined) {
    await writeOutput(provenanceFile(provenance), await provenanceOfBuild(engine, build), terminal);
    terminal.note(`wrote ${provenance}.`);
  }
}
