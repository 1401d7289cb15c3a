/** What a CI service does with a notebook: checks it, builds its image, proves that this gives the same, and pushes it under git's names. */
import { registryHost } from "../../containers/engine/reference.ts";
import { shellWord } from "../../notebook/shell-word.ts";
import { branchTags } from "./branch-tags.ts";

/** What a workflow is written for. */
export interface WorkflowPlan {
  /** The notebook's path from the top of the repository, with slashes. */
  readonly notebook: string;
  /** The file's name without its ending. */
  readonly name: string;
  /** Where images go, without a tag. */
  readonly repository: string;
  /** pipenb's own. */
  readonly version: string;
  /** Whether the repository's package.json has a test script. */
  readonly hasTests: boolean;
}

const heading = ({ notebook }: WorkflowPlan): string =>
  `# Written by pipenb ci. It checks, builds and verifies ${notebook.replaceAll(/\s/g, " ")}, and pushes its image from these branches and
# from tags: develop as "develop", main and master as "latest", a tag as itself. Yours to change.`;

const branches = Object.keys(branchTags);

/** Where a job leaves what is told of the image. git is to know nothing of it, or the image could have no name of git's. */
const evidenceFolder = ".pipenb";
const evidence = `--sbom ${evidenceFolder}/sbom.json --provenance ${evidenceFolder}/provenance.json`;

/** A step of a job: what it is called, and its lines of shell. */
interface Step {
  readonly name: string;
  readonly lines: readonly string[];
}

/** What is done for every change. */
function proof({ notebook, name, version, hasTests }: WorkflowPlan): readonly Step[] {
  const file = shellWord(notebook);
  const image = `${
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "pipeline"
  }:ci`;
  return [
    { name: "Install pipenb", lines: [`npm install --global pipenb@${version}`] },
    ...(hasTests ? [{ name: "Test", lines: ["npm ci", "npm test"] }] : []),
    { name: "Check", lines: [`pipenb check ${file}`] },
    {
      name: "Build and verify",
      lines: [
        `mkdir -p ${evidenceFolder} && echo '*' > ${evidenceFolder}/.gitignore`,
        `pipenb build ${file} --tag ${image} --verify --reproducible ${evidence}`,
      ],
    },
  ];
}

/** What is done where a branch or a tag has a name for the image that was verified. */
function publication({ notebook, repository }: WorkflowPlan): readonly string[] {
  return [`pipenb push ${shellWord(notebook)} --repository ${shellWord(repository)} ${evidence}`];
}

/** The registry of each service, whose jobs have its login by themselves. */
export const ownRegistries = { github: "ghcr.io", gitlab: "registry.gitlab.com" } as const;

/** A line of shell; the words are variables of it. */
function login(host: string | undefined, user: string, password: string): string {
  const registry = host === undefined ? "" : `${host} `;
  return `printf '%s' "${password}" | docker login ${registry}--username "${user}" --password-stdin`;
}

const indented = (lines: readonly string[], depth: number): string =>
  lines.map((line) => `${" ".repeat(depth)}${line}`).join("\n");

/** The text of `.github/workflows/NAME.yml`. */
export function githubWorkflow(plan: WorkflowPlan): string {
  const host = registryHost(plan.repository);
  const isOwn = host === ownRegistries.github;
  const steps = proof(plan).map(
    ({ name, lines }) => `      - name: ${name}\n        run: |\n${indented(lines, 10)}\n`,
  );
  return `${heading(plan)}
name: ${JSON.stringify(plan.name)}
on:
  push:
    branches: [${branches.join(", ")}]
    tags: ["*"]
  pull_request:
permissions:
  contents: read${isOwn ? "\n  packages: write" : ""}
concurrency: ${JSON.stringify(`${plan.name}-\${{ github.ref }}`)}
jobs:
  pipeline:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 24
${steps.join("")}      - name: Keep what is told of the image
        uses: actions/upload-artifact@v4
        with:
          name: ${JSON.stringify(plan.name)}
          path: ${evidenceFolder}/*.json
          include-hidden-files: true
      - name: Log in
        if: github.event_name == 'push'
        env:
          REGISTRY_USER: \${{ ${isOwn ? "github.actor" : "secrets.REGISTRY_USER"} }}
          REGISTRY_PASSWORD: \${{ ${isOwn ? "secrets.GITHUB_TOKEN" : "secrets.REGISTRY_PASSWORD"} }}
        run: |
          ${login(host, "$REGISTRY_USER", "$REGISTRY_PASSWORD")}
      - name: Push
        if: github.event_name == 'push'
        run: |
${indented(publication(plan), 10)}
`;
}

/** The text of `.gitlab-ci.yml`. */
export function gitlabPipeline(plan: WorkflowPlan): string {
  const host = registryHost(plan.repository);
  const isOwn = host === ownRegistries.gitlab;
  const user = isOwn ? "$CI_REGISTRY_USER" : "$REGISTRY_USER";
  const password = isOwn ? "$CI_REGISTRY_PASSWORD" : "$REGISTRY_PASSWORD";
  const script = proof(plan).flatMap(({ lines }) => lines);
  const listed = (lines: readonly string[]): string =>
    lines.map((line) => `    - |\n      ${line}\n`).join("");
  return `${heading(plan)}
# Its jobs need Node and a Docker engine on their own machine: a runner with the shell executor.
.pipeline:
  variables:
    GIT_DEPTH: "1"
  timeout: 1 hour
  artifacts:
    paths: [${evidenceFolder}/sbom.json, ${evidenceFolder}/provenance.json]
  script:
${listed(script)}
verify:
  extends: .pipeline
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"

publish:
  extends: .pipeline
  rules:
    - if: $CI_COMMIT_TAG
${branches.map((branch) => `    - if: $CI_COMMIT_BRANCH == "${branch}"\n`).join("")}  resource_group: ${JSON.stringify(`${plan.name}-$CI_COMMIT_REF_SLUG`)}
  script:
${listed([...script, login(host, user, password), ...publication(plan)])}`;
}
