/** `build --sbom --provenance`: what the files say of an image is what is in it. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { readContents } from "../../containers/images/contents/read-contents.ts";
import { runPipenb } from "../support/command-line.ts";
import { type Bill, validBill } from "../support/cyclonedx.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { git } from "../support/git.ts";
import { printInImage } from "../support/print-in-image.ts";

const notebook = `/* ---
pipenb: 1
image: { npm: { ms: 2.1.3 } }
--- */

// %% name=work
import ms from "ms";
console.log(ms("2 days"), "${randomBytes(8).toString("hex")}");
`;

describe("what is told of an image", function () {
  this.timeout(300_000);
  const run = randomBytes(4).toString("hex");
  const tag = `pipenb-test/evidence:${run}`;
  const images: string[] = [tag];
  let engine: Engine;
  let work = "";
  let bill: Bill;
  const build = async (...args: string[]) => {
    const env = { PIPENB_BASE_IMAGE: nodeImage() };
    return runPipenb(["build", "weather.pipenb", "--tag", tag, ...args], { cwd: work, env });
  };
  const text = (name: string): Promise<string> => readFile(join(work, name), "utf8");

  before(async function () {
    engine = await requireEngine(this);
    work = await mkdtemp(join(tmpdir(), "pipenb-evidence-"));
    await writeFile(join(work, "weather.pipenb"), notebook);
    await git(work, "init", "--quiet");
    await git(work, "add", ".");
    await git(work, "commit", "--quiet", "--message", "Begin");
    const { code, stderr } = await build("--sbom", "sbom.json", "--provenance", "provenance.json");
    assert.equal(code, 0, stderr);
    bill = await validBill(await text("sbom.json"));
  });

  after(async () => {
    for (const image of images) await engine.removeImage(image);
    if (work !== "") await rm(work, { recursive: true, force: true });
  });

  /** What a program of the image prints. */
  const printed = async (...command: readonly [string, ...string[]]): Promise<string> => {
    const [program, ...args] = command;
    return printInImage(engine, { image: tag, entrypoint: [program], command: args });
  };

  const packages = (type: string): readonly string[] =>
    bill.components
      .filter(({ purl }) => purl?.startsWith(`pkg:${type}/`) === true)
      .map(({ group, name, version }) => `${group === undefined ? "" : `${group}/`}${name} ${version}`)
      .sort();

  it("lists the Debian packages that dpkg lists", async () => {
    const listed = await printed(
      "dpkg-query",
      "--show",
      "--showformat",
      "${db:Status-Abbrev}${Package} ${Version}\\n",
    );
    const installed = listed.split("\n").filter((line) => line.startsWith("ii "));
    assert.ok(installed.length > 50);
    assert.deepEqual(packages("deb"), installed.map((line) => line.slice(3).trim()).sort());
  });

  it("lists Node, the packages of the notebook with the hashes of its lock, and those that npm brings", async () => {
    assert.deepEqual(packages("generic"), [`node ${(await printed("node", "--version")).trim().slice(1)}`]);
    const ms = bill.components.find(
      ({ evidence }) => evidence?.occurrences[0]?.location === "/app/node_modules/ms",
    );
    // SAFETY: npm's own file.
    const lock = JSON.parse(await text("weather.lock.json")) as {
      packages: Record<string, { integrity: string }>;
    };
    const integrity = lock.packages["node_modules/ms"]?.integrity.replace("sha512-", "") ?? "";
    const content = Buffer.from(integrity, "base64").toString("hex");
    assert.deepEqual([ms?.purl, ms?.hashes], ["pkg:npm/ms@2.1.3", [{ alg: "SHA-512", content }]]);
    const found = await printed(
      "find",
      "/usr/local/lib/node_modules",
      "/app/node_modules",
      "-name",
      "package.json",
    );
    const folders = found
      .split("\n")
      .filter((path) => /\/node_modules\/(?:@[^/]+\/)?[^/@]+\/package\.json$/.test(path))
      .map((path) => path.replace(/\/package\.json$/, ""));
    const locations = bill.components
      .filter(({ purl }) => purl?.startsWith("pkg:npm/") === true)
      .flatMap(({ evidence }) => evidence?.occurrences.map(({ location }) => location) ?? []);
    assert.deepEqual(locations.toSorted(), folders.sort());
  });

  it("is of this image and names its base, and is the same text another time", async () => {
    const image = await engine.image(tag);
    assert.equal(bill.metadata.component.version, image?.id);
    assert.equal(bill.metadata.component.pedigree?.ancestors[0]?.name, nodeImage());
    const again = await build("--sbom", "again.json");
    assert.equal(again.code, 0, again.stderr);
    assert.equal(await text("again.json"), await text("sbom.json"));
  });

  it("says which files, commit and images it was built from", async () => {
    // SAFETY: written by the command under test; what is missing fails the comparisons.
    const { subject, predicate } = JSON.parse(await text("provenance.json")) as {
      subject: readonly unknown[];
      predicate: {
        buildDefinition: {
          resolvedDependencies: readonly { name: string; digest: Record<string, string> }[];
        };
        runDetails: { builder: { version: Record<string, string> } };
      };
    };
    const id = (await engine.image(tag))?.id ?? "";
    assert.deepEqual(subject, [{ name: tag, digest: { sha256: id.replace("sha256:", "") } }]);
    const digests = new Map(
      predicate.buildDefinition.resolvedDependencies.map(({ name, digest }) => [name, digest]),
    );
    const sha256 = (contents: string): string => createHash("sha256").update(contents).digest("hex");
    assert.deepEqual(digests.get("source"), { gitCommit: await git(work, "rev-parse", "HEAD") });
    assert.deepEqual(digests.get("weather.pipenb"), { sha256: sha256(notebook) });
    assert.deepEqual(digests.get("package-lock.json"), {
      sha256: sha256(await printed("cat", "/app/package-lock.json")),
    });
    assert.ok(digests.has(nodeImage()));
    assert.equal(predicate.runDetails.builder.version["engine"], (await engine.info()).version);
  });

  it("replaces what it has written, and nothing else, before anything is built", async () => {
    await writeFile(join(work, "mine.json"), `{"mine":true}\n`);
    const refused = await build("--sbom", "mine.json");
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /mine\.json is there already/);
    assert.equal(await text("mine.json"), `{"mine":true}\n`);
    assert.equal((await build("--provenance", "provenance.json")).code, 0);
  });

  it("looks into images without a package manager, and says what it does not know", async () => {
    const made = async (name: string, context: Readonly<Record<string, string>>): Promise<string> => {
      const own = `pipenb-test/evidence-${name}:${run}`;
      images.push(own);
      const files = Object.entries(context).map(([path, contents]) => ({ path, contents }));
      return (await engine.build({ tag: own, context: files })).id;
    };
    const empty = await made("empty", { Dockerfile: "FROM scratch\nCOPY note /note\n", note: run });
    assert.deepEqual(await readContents(engine, empty, join(work, "weather.pipenb")), {
      system: undefined,
      debian: undefined,
      npm: [],
      node: undefined,
    });
    const single = await made("single", {
      Dockerfile: "FROM scratch\nCOPY base /var/lib/dpkg/status.d/\nCOPY os /usr/lib/os-release\n",
      base: "Package: base-files\nVersion: 12.4\nArchitecture: amd64\n",
      os: "ID=debian\nVERSION_ID=12\n",
    });
    const { system, debian } = await readContents(engine, single, join(work, "weather.pipenb"));
    assert.deepEqual(system, { id: "debian", version: "12" });
    assert.deepEqual(debian, [{ name: "base-files", version: "12.4", architecture: "amd64" }]);
  });
});
