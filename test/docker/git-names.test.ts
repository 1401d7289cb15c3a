/** Names of images that follow git: `--repository`, on a real repository and a real registry. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gitState } from "../../app/image/git-state.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { runPipenb } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { git as gitIn } from "../support/git.ts";
import { type Registry, startRegistry } from "../support/registry.ts";

const notebook = `/* ---
pipenb: 1
--- */

// %% name=work
console.log("${randomBytes(8).toString("hex")}");
`;

describe("names of images that follow git", function () {
  this.timeout(300_000);
  let engine: Engine;
  let registry: Registry | undefined;
  let work = "";
  let repository = "";
  const pipenb = (...args: string[]) =>
    runPipenb(args, { cwd: work, env: { PIPENB_BASE_IMAGE: nodeImage() } });
  const git = (...args: string[]): Promise<string> => gitIn(work, ...args);
  const labels = async (tag: string) => (await engine.image(`${repository}:${tag}`))?.labels ?? {};
  before(async function () {
    engine = await requireEngine(this);
    registry = await startRegistry(this);
    repository = `${registry.host}/team/${randomBytes(4).toString("hex")}`;
    work = await mkdtemp(join(tmpdir(), "pipenb-git-"));
    await writeFile(join(work, "weather.pipenb"), notebook);
  });

  after(async () => {
    for (const tag of ["develop", "latest", "v0.1.3", "by-hand"])
      await engine.removeImage(`${repository}:${tag}`);
    await registry?.stop();
    if (work !== "") await rm(work, { recursive: true, force: true });
  });

  it("says that nothing is committed, and what to do", async () => {
    const { code, stderr } = await pipenb("build", "weather.pipenb", "--repository", repository);
    assert.equal(code, 1);
    assert.match(stderr, /git knows no commit that weather\.pipenb is of/);
    assert.match(stderr, /--tag .*:NAME/);
    assert.equal(await gitState(work, {}), undefined);
  });

  it("gives the branch develop its tag and pushes it, with the commit in the labels", async () => {
    await git("init", "--quiet", "--initial-branch=develop");
    await git("remote", "add", "origin", "https://me:secret@git.example.com/team/weather.git");
    await git("add", ".");
    await git("commit", "--quiet", "--message", "Begin", "--date", "2022-02-05T12:00:00Z");
    const built = await pipenb("build", "weather.pipenb", "--repository", repository);
    assert.equal(built.code, 0, built.stderr);
    const pushed = await pipenb("push", "weather.pipenb", "--repository", repository);
    assert.equal(pushed.code, 0, pushed.stderr);
    assert.match(pushed.stdout, /@sha256:[0-9a-f]{64}\n$/);
    assert.deepEqual(await registry?.tags(repository), ["develop"]);
    const of = await labels("develop");
    assert.equal(of["org.opencontainers.image.revision"], await git("rev-parse", "HEAD"));
    assert.equal(of["org.opencontainers.image.source"], "https://git.example.com/team/weather.git");
    assert.match(of["org.opencontainers.image.created"] ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.ok(!JSON.stringify(of).includes("secret"));
  });

  it("gives main `latest` and a git tag its own, of one image", async () => {
    await git("checkout", "--quiet", "-b", "main");
    await git("tag", "v0.1.3");
    const tagged = await pipenb("push", "weather.pipenb", "--repository", repository);
    assert.equal(tagged.code, 0, tagged.stderr); // the same commit: the image that is there is the one
    assert.deepEqual(await registry?.tags(repository), ["develop", "latest", "v0.1.3"]);
    const [a, b] = tagged.stdout.trim().split("\n");
    assert.equal(a, b);
    await git("commit", "--quiet", "--allow-empty", "--message", "Go on");
    const other = await pipenb("push", "weather.pipenb", "--repository", repository);
    assert.equal(other.code, 1);
    assert.match(other.stderr, /was not built at the commit/);
    assert.match(other.stderr, /pipenb build weather\.pipenb --repository/);
  });

  it("knows the branch of a CI job, whose checkout is on none", async () => {
    await git("checkout", "--quiet", "--detach");
    const revision = await git("rev-parse", "HEAD");
    assert.equal((await gitState(work, {}))?.branch, undefined);
    const onGitLab = { CI_COMMIT_SHA: revision, CI_COMMIT_BRANCH: "develop" };
    assert.equal((await gitState(work, onGitLab))?.branch, "develop");
    const onGitHub = { GITHUB_SHA: revision, GITHUB_REF_TYPE: "branch", GITHUB_REF_NAME: "main" };
    assert.equal((await gitState(work, onGitHub))?.branch, "main");
    assert.equal((await gitState(work, { ...onGitHub, GITHUB_SHA: "0" }))?.branch, undefined);
    const { code, stderr } = await pipenb("build", "weather.pipenb", "--repository", repository);
    assert.equal(code, 1);
    assert.match(stderr, /No branch is checked out, and the commit [0-9a-f]{10} has no tag/);
  });

  it("refuses files that are not committed, and marks an image of them that is named by hand", async () => {
    await git("checkout", "--quiet", "main");
    await writeFile(join(work, "weather.pipenb"), `${notebook}\n// %% name=more\nconsole.log("more");\n`);
    await writeFile(join(work, "new file.csv"), "a\n");
    const { code, stderr } = await pipenb("build", "weather.pipenb", "--repository", repository);
    assert.equal(code, 1);
    assert.match(stderr, /weather\.pipenb, new file\.csv are not as in the commit/);
    const byHand = await pipenb("build", "weather.pipenb", "--tag", `${repository}:by-hand`);
    assert.equal(byHand.code, 0, byHand.stderr);
    assert.equal(
      (await labels("by-hand"))["org.opencontainers.image.revision"],
      `${await git("rev-parse", "HEAD")}-dirty`,
    );
  });

  it("wants a repository without a tag, and a name at all", async () => {
    const tagged = await pipenb("build", "weather.pipenb", "--repository", `${repository}:1`);
    assert.equal(tagged.code, 64);
    assert.match(tagged.stderr, /not a repository's name alone/);
    const nameless = await pipenb("build", "weather.pipenb");
    assert.equal(nameless.code, 64);
    assert.match(nameless.stderr, /The image has no name/);
    const image = await pipenb("push", `${repository}:develop`, "--repository", repository);
    assert.equal(image.code, 64);
    assert.match(image.stderr, /takes its tags from a notebook's git/);
  });
});
