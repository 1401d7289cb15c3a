import assert from "node:assert/strict";
import { parse } from "yaml";
import { githubWorkflow, gitlabPipeline, type WorkflowPlan } from "../../../../pipeline/ci/workflows.ts";

const plan: WorkflowPlan = {
  notebook: "pipelines/daily orders.pipenb",
  name: "daily orders",
  repository: "registry.example.com/team/orders",
  version: "0.1.0",
  hasTests: false,
};

/** The shell lines of GitHub's steps by the steps' names. */
const stepsOf = (text: string): ReadonlyMap<string, string> => {
  // SAFETY: what is read here is asserted below.
  const { jobs } = parse(text) as { jobs: { pipeline: { steps: { name?: string; run?: string }[] } } };
  return new Map(jobs.pipeline.steps.map(({ name = "", run = "" }) => [name, run]));
};

describe("workflows of CI services", () => {
  it("checks, verifies, builds and pushes on GitHub, with names quoted for the shell", () => {
    const steps = stepsOf(githubWorkflow(plan));
    assert.equal(steps.get("Install pipenb"), "npm install --global pipenb@0.1.0\n");
    assert.equal(steps.get("Check"), "pipenb check 'pipelines/daily orders.pipenb'\n");
    const files = "--sbom .pipenb/sbom.json --provenance .pipenb/provenance.json\n";
    assert.equal(
      steps.get("Build and verify"),
      "mkdir -p .pipenb && echo '*' > .pipenb/.gitignore\n" +
        `pipenb build 'pipelines/daily orders.pipenb' --tag daily-orders:ci --verify --reproducible ${files}`,
    );
    const words = "'pipelines/daily orders.pipenb' --repository registry.example.com/team/orders";
    assert.equal(steps.get("Push"), `pipenb push ${words} ${files}`);
    assert.match(steps.get("Log in") ?? "", /\| docker login registry\.example\.com --username/);
    assert.ok(!steps.has("Test"));
  });

  it("keeps what is told of the image as files of the job", () => {
    // SAFETY: what is read here is asserted below.
    const { jobs } = parse(githubWorkflow(plan)) as {
      jobs: { pipeline: { steps: { uses?: string; with?: object }[] } };
    };
    const kept = jobs.pipeline.steps.find(
      ({ uses }) => uses?.startsWith("actions/upload-artifact@") === true,
    );
    const given = { name: "daily orders", path: ".pipenb/*.json", "include-hidden-files": true };
    assert.deepEqual(kept?.with, given);
    // SAFETY: as above.
    const gitlab = parse(gitlabPipeline(plan)) as Record<string, { artifacts?: { paths: string[] } }>;
    const paths = [".pipenb/sbom.json", ".pipenb/provenance.json"];
    assert.deepEqual(gitlab[".pipeline"]?.artifacts?.paths, paths);
  });

  it("is started by the branches that give an image its tag, and by tags", () => {
    // SAFETY: what is read here is asserted below.
    const { on } = parse(githubWorkflow(plan)) as { on: Record<string, unknown> };
    assert.deepEqual(on, {
      push: { branches: ["develop", "main", "master"], tags: ["*"] },
      pull_request: null,
    });
  });

  it("runs the repository's own tests where it has some", () => {
    assert.equal(stepsOf(githubWorkflow({ ...plan, hasTests: true })).get("Test"), "npm ci\nnpm test\n");
  });

  it("logs in with the service's own token at its own registry", () => {
    const github = githubWorkflow({ ...plan, repository: "ghcr.io/team/orders" });
    assert.match(github, /packages: write/);
    assert.match(github, /REGISTRY_PASSWORD: \$\{\{ secrets\.GITHUB_TOKEN \}\}/);
    const gitlab = gitlabPipeline({ ...plan, repository: "registry.gitlab.com/team/orders" });
    assert.match(gitlab, /"\$CI_REGISTRY_PASSWORD" \| docker login registry\.gitlab\.com/);
    assert.match(
      gitlabPipeline({ ...plan, repository: "team/orders" }),
      /docker login --username "\$REGISTRY_USER"/,
    );
  });

  it("does the same on GitLab, and pushes nothing for a merge request", () => {
    // SAFETY: what is read here is asserted below.
    const jobs = parse(gitlabPipeline(plan)) as Record<string, { script: string[]; rules: object[] }>;
    assert.deepEqual(jobs["verify"]?.rules, [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }]);
    const script = jobs["publish"]?.script.join("") ?? "";
    assert.match(
      script,
      /pipenb check .*\nmkdir .*\npipenb build .* --verify .*\n.*docker login.*\npipenb push /,
    );
    assert.ok(!jobs[".pipeline"]?.script.join("").includes("push"));
  });
});
