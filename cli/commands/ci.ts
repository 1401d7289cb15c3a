import { Argument } from "commander";
import type { AddCommand } from "./command.ts";

interface CiGiven {
  readonly repository: string;
  readonly out?: string;
  readonly force?: boolean;
}

/** `pipenb ci github|gitlab NOTEBOOK --repository NAME` */
export const addCi: AddCommand = (program, { terminal, exitWith }) => {
  program
    .command("ci")
    .summary("write the workflow of a CI service")
    .description(
      "Writes a workflow that checks, verifies, builds and pushes the pipeline when a branch or a tag is pushed.",
    )
    .addArgument(new Argument("<service>", "whose workflow").choices(["github", "gitlab"]))
    .argument("<notebook>", "the .pipenb file")
    .requiredOption("--repository <name>", "where images go, without a tag: git gives the tags, as for push")
    .option("--out <file>", "instead of .github/workflows/NAME.yml or .gitlab-ci.yml of the repository")
    .option("--force", "replace a file that says something else")
    .action(async (service: "github" | "gitlab", path: string, given: CiGiven) => {
      const { writeWorkflow } = await import("../export/write-workflow.ts");
      exitWith(await writeWorkflow({ service, path, ...given, force: given.force === true }, terminal));
    });
};
