import { mkdir, readFile, realpath } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import * as z from "zod";
import { repositoryTop } from "../../app/image/git-state.ts";
import { registryHost } from "../../containers/engine/reference.ts";
import { parsedJson } from "../../notebook/parsed-json.ts";
import {
  githubWorkflow,
  gitlabPipeline,
  ownRegistries,
  type WorkflowPlan,
} from "../../pipeline/ci/workflows.ts";
import { CliError, exitCode } from "../cli-error.ts";
import { writeOutput } from "../files/output-file.ts";
import { openNotebook } from "../notebook/open-notebook.ts";
import { version } from "../places.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { mayBeRepository } from "./names-of-git.ts";

export interface WorkflowRequest {
  readonly service: "github" | "gitlab";
  readonly path: string;
  readonly repository: string;
  /** Where it is written instead of the service's own place. */
  readonly out?: string;
  /** Replaces a file that says something else. */
  readonly force: boolean;
}

/** `pipenb ci`: writes a CI service's workflow for a notebook; gives the exit code. */
export async function writeWorkflow(
  { service, path, repository, out, force }: WorkflowRequest,
  terminal: Terminal,
): Promise<number> {
  mayBeRepository(repository);
  const open = await openNotebook(path);
  const top = await repositoryTop(dirname(open.path));
  if (top === undefined)
    throw new CliError("file", `${path} is in no git repository.`, {
      remedy: "A workflow runs when a branch is pushed: git init, and commit the notebook.",
    });
  const notebook = relative(await realpath(top), await realpath(open.path))
    .split(sep)
    .join("/");
  const name = basename(notebook, ".pipenb");
  const plan: WorkflowPlan = {
    notebook,
    name,
    repository,
    version: version(),
    hasTests: await hasTests(top),
  };
  const text = service === "github" ? githubWorkflow(plan) : gitlabPipeline(plan);
  const usual = service === "github" ? join(".github", "workflows", `${name}.yml`) : ".gitlab-ci.yml";
  const target = out === undefined ? join(top, usual) : resolve(out);
  const shown = out ?? usual;
  if (out === undefined) await mkdir(dirname(target), { recursive: true });
  await writeOutput({ path: target, force, isOurs: (there) => there === text }, text, terminal);
  terminal.note(`wrote ${shown}.`);
  const next = nextStep(service, repository);
  if (next !== undefined) terminal.note(next);
  return exitCode.ok;
}

/** What the service has to be told besides. */
function nextStep(service: WorkflowRequest["service"], repository: string): string | undefined {
  if (registryHost(repository) === ownRegistries[service]) return undefined;
  const where = service === "github" ? "secrets of the repository" : "masked variables of the project";
  return `Give it the registry's login as ${where}: REGISTRY_USER and REGISTRY_PASSWORD.`;
}

const PackageSchema = z.object({ scripts: z.object({ test: z.string() }) });

async function hasTests(top: string): Promise<boolean> {
  const text = await readFile(join(top, "package.json"), "utf8").catch(() => "");
  const test = PackageSchema.safeParse(parsedJson(text)).data?.scripts.test;
  return test !== undefined && !test.includes("no test specified"); // what npm init writes
}
