/** The samples as an engine is told of them, with an image and folders that are always the same. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { limitsOf } from "../../containers/figures/limits.ts";
import type { DeployedPipeline } from "../../deploy/target.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { readParameters } from "../../notebook/parameters/read-parameters.ts";
import { contractOf, type Contract } from "../../pipeline/contract-labels.ts";
import { root } from "./command-line.ts";

const folder = join(root, "samples");

export interface SampleDeployment {
  readonly contract: Contract;
  readonly pipeline: DeployedPipeline;
}

/** Those that are run for units. */
export function sampleDeployments(): readonly SampleDeployment[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".pipenb"))
    .flatMap((file) => {
      const { notebook } = parseNotebook(readFileSync(join(folder, file), "utf8"));
      const { frontMatter } = notebook;
      const cell = notebook.cells.find(({ kind }) => kind === "parameters");
      const contract = contractOf(frontMatter, cell === undefined ? [] : readParameters(cell).parameters);
      const { unit } = contract;
      if (unit === undefined) return [];
      const name = file.replace(".pipenb", "");
      const others = contract.parameters.filter(({ name: each }) => each !== unit.parameter.name);
      const output = { kind: "bind", source: "/home/ada/data/output", target: "/app/work/data/output" };
      const secrets = frontMatter.secrets.map((secret) => ({
        kind: "bind" as const,
        source: `/home/ada/secrets/${secret}`,
        target: `/run/secrets/${secret}`,
        readOnly: true,
      }));
      const pipeline: DeployedPipeline = {
        name,
        source: file,
        by: "ada@here",
        image: `sha256:${"1".repeat(64)}`,
        reference: `registry.example.com/ada/${name}@sha256:${"2".repeat(64)}`,
        args: [],
        values: Object.fromEntries(others.map((each) => [each.name, each.default ?? ""])),
        unit,
        retries: contract.retries ?? 2,
        timeout: contract.timeout,
        mounts: [{ ...output, kind: "bind", readOnly: false }, ...secrets],
        user: "1000:1000",
        limits: limitsOf(frontMatter),
      };
      return [{ contract, pipeline }];
    });
}
