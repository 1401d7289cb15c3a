/** `pipenb ci`: the steps of the workflows it writes, carried out on a real git repository, with a real registry that wants a login. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import type { Engine } from "../../containers/engine/engine.ts";
import { root, runPipenb, runProgram, type Ended } from "../support/command-line.ts";
import { validBill } from "../support/cyclonedx.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { git } from "../support/git.ts";
import { type Registry, startRegistry } from "../support/registry.ts";

const notebook = `/* ---
pipenb: 1
--- */

// %% [parameters]
/** Day to process */
const day: IsoDate = "2022-02-05";

// %% name=work
import { mkdir, writeFile } from "node:fs/promises";
await mkdir("data/output", { recursive: true });
await writeFile(\`data/output/\${day}.txt\`, "${randomBytes(8).toString("hex")}\\n");
`;

describe("workflows of CI services, carried out", function () {
  this.timeout(900_000);
  let engine: Engine;
  let registry: Registry | undefined;
  let work = "";
  let repository = "";
  /** Of the last job. */
  let checkout = "";
  const origin = (): string => join(work, "origin");

  /** Tags of the repository, without the one for each image that lists what stands beside it. */
  const named = async (): Promise<readonly string[]> =>
    ((await registry?.tags(repository)) ?? []).filter((tag) => !tag.startsWith("sha256-"));

  /** Lines of shell as a service runs them, in a fresh checkout of a branch or a tag. */
  const carryOut = async (
    lines: string,
    ref: string,
    jobEnv: (revision: string) => Readonly<Record<string, string>>,
  ): Promise<Ended> => {
    checkout = join(work, `checkout-${randomBytes(3).toString("hex")}`);
    await git(work, "clone", "--quiet", "--depth", "1", "--branch", ref, `file://${origin()}`, checkout);
    const revision = await git(checkout, "rev-parse", "HEAD");
    await git(checkout, "checkout", "--quiet", "--detach"); // as GitLab has it always, and GitHub for a tag
    return runProgram("bash", ["-e", "-o", "pipefail", "-c", lines], {
      cwd: checkout,
      env: {
        PATH: `${join(work, "bin")}${delimiter}${process.env["PATH"] ?? ""}`,
        DOCKER_CONFIG: join(work, "docker"),
        PIPENB_BASE_IMAGE: nodeImage(),
        REGISTRY_USER: "someone",
        REGISTRY_PASSWORD: "a secret",
        ...jobEnv(revision),
      },
    });
  };

  /** The same lines without the proof, which takes a dozen containers, where they were carried out with it before. */
  const unproved = (lines: string): string => {
    assert.match(lines, / --verify /);
    return lines.replace(" --verify ", " ");
  };

  before(async function () {
    engine = await requireEngine(this);
    registry = await startRegistry(this, { login: true });
    repository = `${registry.host}/team/${randomBytes(4).toString("hex")}`;
    work = await mkdtemp(join(tmpdir(), "pipenb-ci-"));
    await mkdir(join(work, "bin"));
    await mkdir(join(origin(), "pipelines"), { recursive: true });
    // Stands in for the step that installs pipenb from npm, where it is not published yet.
    const program = `#!/bin/sh\nexec "${process.execPath}" "${root}/cli/pipenb.ts" "$@"\n`;
    await writeFile(join(work, "bin", "pipenb"), program, { mode: 0o755 });
    await writeFile(join(origin(), "pipelines", "weather.pipenb"), notebook);
    await writeFile(join(origin(), ".gitignore"), "node_modules\n");
    await git(origin(), "init", "--quiet", "--initial-branch=develop");
  });

  after(async () => {
    for (const tag of ["develop", "latest", "v0.1.3"]) await engine.removeImage(`${repository}:${tag}`);
    await engine.removeImage("weather:ci");
    await registry?.stop();
    if (work !== "") await rm(work, { recursive: true, force: true });
  });

  it("writes them into the repository, and over nothing that says something else", async () => {
    const ci = (...args: string[]) =>
      runPipenb(["ci", ...args, "weather.pipenb", "--repository", repository], {
        cwd: join(origin(), "pipelines"),
      });
    for (const service of ["github", "gitlab"]) {
      const { code, stderr } = await ci(service);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /REGISTRY_USER and REGISTRY_PASSWORD/);
    }
    await access(join(origin(), ".github", "workflows", "weather.yml"));
    assert.equal((await ci("gitlab")).code, 0); // the same again
    await writeFile(join(origin(), ".gitlab-ci.yml"), "include: other.yml\n");
    const refused = await ci("gitlab");
    assert.equal(refused.code, 1, refused.stderr);
    assert.match(refused.stderr, /--force/);
    assert.equal(await readFile(join(origin(), ".gitlab-ci.yml"), "utf8"), "include: other.yml\n");
    assert.equal((await ci("gitlab", "--force")).code, 0);
    await git(origin(), "add", ".");
    await git(origin(), "commit", "--quiet", "--message", "Begin");
    await git(origin(), "branch", "main");
    await git(origin(), "branch", "feature");
    // A tag is on a commit of its own: whoever builds a branch's commit that has one pushes both names.
    await git(origin(), "commit", "--quiet", "--allow-empty", "--message", "Release");
    await git(origin(), "tag", "v0.1.3");
    await git(origin(), "reset", "--quiet", "--hard", "HEAD~1");
  });

  it("pushes develop as develop, and a tag as itself, by the steps for GitHub", async () => {
    const text = await readFile(join(origin(), ".github", "workflows", "weather.yml"), "utf8");
    // SAFETY: what pipenb ci has written.
    const { jobs } = parse(text) as { jobs: { pipeline: { steps: { name?: string; run?: string }[] } } };
    const lines = jobs.pipeline.steps
      .filter(({ name }) => name !== "Install pipenb")
      .flatMap(({ run }) => (run === undefined ? [] : [run]))
      .join("");
    const onBranch = await carryOut(lines, "develop", (revision) => ({
      GITHUB_SHA: revision,
      GITHUB_REF_TYPE: "branch",
      GITHUB_REF_NAME: "develop",
    }));
    assert.equal(onBranch.code, 0, onBranch.stdout + onBranch.stderr);
    assert.deepEqual(await named(), ["develop"]);
    const bill = await validBill(await readFile(join(checkout, ".pipenb", "sbom.json"), "utf8"));
    assert.equal(bill.metadata.component.name, "weather");
    const beside = (await registry?.tags(repository))?.filter((tag) => tag.startsWith("sha256-"));
    assert.equal(beside?.length, 1);
    const onTag = await carryOut(unproved(lines), "v0.1.3", (revision) => ({
      GITHUB_SHA: revision,
      GITHUB_REF_TYPE: "tag",
      GITHUB_REF_NAME: "v0.1.3",
    }));
    assert.equal(onTag.code, 0, onTag.stdout + onTag.stderr);
    assert.deepEqual(await named(), ["develop", "v0.1.3"]);
  });

  it("pushes main as latest by the script for GitLab, and a merge request nowhere", async () => {
    const text = await readFile(join(origin(), ".gitlab-ci.yml"), "utf8");
    // SAFETY: what pipenb ci has written.
    const jobs = parse(text) as Record<string, { script?: string[]; extends?: string }>;
    const script = (job: string): string =>
      (jobs[job]?.script ?? jobs[".pipeline"]?.script ?? [])
        .filter((line) => !line.startsWith("npm install --global pipenb"))
        .join("");
    const asked = await carryOut(script("verify"), "feature", (revision) => ({ CI_COMMIT_SHA: revision }));
    assert.equal(asked.code, 0, asked.stdout + asked.stderr);
    assert.deepEqual(await named(), ["develop", "v0.1.3"]);
    const released = await carryOut(unproved(script("publish")), "main", (revision) => ({
      CI_COMMIT_SHA: revision,
      CI_COMMIT_BRANCH: "main",
    }));
    assert.equal(released.code, 0, released.stdout + released.stderr);
    assert.deepEqual(await named(), ["develop", "latest", "v0.1.3"]);
  });

  it("runs what was pushed for a day, pulled by its digest", async () => {
    const env = { DOCKER_CONFIG: join(work, "docker") };
    const pulled = await runPipenb(["pull", `${repository}:v0.1.3`], { env });
    assert.equal(pulled.code, 0, pulled.stderr);
    const reference = pulled.stdout.trim();
    assert.match(reference, new RegExp(`^${repository}@sha256:[0-9a-f]{64}$`));
    for (const tag of ["develop", "latest", "v0.1.3"]) await engine.removeImage(`${repository}:${tag}`);
    await engine.removeImage("weather:ci");

    const place = join(work, "place");
    await mkdir(place);
    const run = (...args: string[]) => runPipenb(["run", ...args], { env, cwd: place });
    const ran = await run(reference, "2022-02-06");
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, /docker run --rm --init/);
    assert.match(await readFile(join(place, "data", "output", "2022-02-06.txt"), "utf8"), /^[0-9a-f]{16}\n$/);

    const help = await run("--quiet", reference, "--help");
    assert.match(help.stdout, /Day to process/);
    assert.equal(help.stderr, "");
    const wrong = await run(reference, "2022-02-30");
    assert.equal(wrong.code, 64, wrong.stderr);
    await engine.removeImage(reference);
  });

  it("says what is wrong with what is no pipeline", async () => {
    const place = join(work, "place");
    const run = (...args: string[]) => runPipenb(["run", ...args], { cwd: place });
    const plain = await run(nodeImage(), "2022-02-06");
    assert.equal(plain.code, 64);
    assert.match(plain.stderr, /is no image of a pipeline that pipenb has exported/);
    const out = await run("--out", "executed.ipynb", nodeImage());
    assert.equal(out.code, 64);
    assert.match(out.stderr, /--out is for notebooks/);
    await writeFile(join(place, "weather.pipenb"), notebook);
    const ending = await run("weather");
    assert.equal(ending.code, 64);
    assert.match(ending.stderr, /Run that: pipenb run weather\.pipenb/);
  });
});
