/** The library `pipenb` in a kernel's container and in the image. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { runPipenb } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { runBuiltImage } from "../support/run-built-image.ts";
import { removeTag } from "../support/remove-tag.ts";

const head = (secrets: string): string => `/* ---
pipenb: 1
mounts: [./data/input:/app/work/data/input:ro, ./data/output:/app/work/data/output]
${secrets}--- */
`;

const cells = `
// %% [parameters]
const day: IsoDate = "2024-03-01";

// %% name=granules
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { previous, processGranules, range, skip, writeWhole } from "pipenb";
import { upper } from "./lib/upper.ts";

const summary = await processGranules(
  "data/input/*.txt",
  async (granule) => {
    if (granule.bytes === 0) return skip("empty");
    if (granule.stem === "5") throw new Error("five is bad");
    await upper(granule.path, \`data/output/\${granule.name}\`);
    return { bytes: granule.bytes };
  },
  { concurrency: 3, ledger: "data/output/granules.jsonl" },
);

// %% name=write
await writeWhole("data/output/days.txt", range(previous(day, 2), day).join("\\n"));
await writeWhole("data/output/parts", async (folder) => {
  await mkdir(folder);
  for (const row of summary) await writeFile(join(folder, row.status), row.granule, { flag: "a" });
});
`;

const secretCell = `
// %% name=secret
import { secret } from "pipenb";
console.log(secret("db").length);
`;

const upper = `import { readFile } from "node:fs/promises";
import { writeWhole } from "pipenb";
export async function upper(from: string, to: string): Promise<void> {
  await writeWhole(to, (await readFile(from, "utf8")).toUpperCase());
}
`;

describe("the library for cells, in containers", function () {
  this.timeout(600_000);
  const tag = `pipenb-test/library:${randomBytes(4).toString("hex")}`;
  let engine: Engine | undefined;
  let env: Record<string, string>;
  let work: string;

  before(async function () {
    engine = await requireEngine(this);
    env = { PIPENB_BASE_IMAGE: nodeImage() };
    work = await mkdtemp(join(tmpdir(), "pipenb-library-"));
    for (const folder of ["lib", "data/input", "data/output", "secrets", "results"])
      await mkdir(join(work, folder), { recursive: true });
    await writeFile(join(work, "lib/upper.ts"), upper);
    await writeFile(join(work, "secrets/db"), "12345\n");
    for (let index = 0; index < 20; index += 1)
      await writeFile(join(work, `data/input/${index}.txt`), index === 7 ? "" : `row ${index}\n`);
  });

  after(async () => {
    if (engine === undefined) return;
    await removeTag(engine, tag);
    await rm(work, { recursive: true, force: true });
  });

  /** Every file with what it holds. */
  const filesOf = async (folder: string): Promise<Readonly<Record<string, string>>> => {
    const entries = await readdir(join(work, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
    const texts = files.map(async (path) => [
      path.slice(join(work, folder).length + 1),
      await readFile(path, "utf8"),
    ]);
    return Object.fromEntries(await Promise.all(texts)) as Record<string, string>;
  };

  it("gives the same files, lines and secrets in both", async () => {
    assert.ok(engine !== undefined);
    await writeFile(join(work, "n.pipenb"), `${head("secrets: [db]\n")}${cells}${secretCell}`);
    const right = "20 granules: 18 done, 1 skipped, 1 quarantined.\n5\n";
    const run = await runPipenb(["run", "n.pipenb"], { cwd: work, env });
    assert.deepEqual([run.stdout, run.code], [right, 0], run.stderr);
    const build = await runPipenb(["build", "n.pipenb", "--tag", tag], { cwd: work, env });
    assert.equal(build.code, 0, build.stderr);
    await chmod(join(work, "results"), 0o777);
    await mkdir(join(work, "run-secrets"));
    await writeFile(join(work, "run-secrets/db"), "12345\n");
    const image = await runBuiltImage(engine, tag, [], {
      [join(work, "data/input")]: "data/input:ro",
      [join(work, "results")]: "data/output",
      [join(work, "run-secrets")]: "secrets:ro",
    });
    assert.deepEqual([image.stdout, image.stderr, image.code], [right, "", 0]);
    const ofKernel = await filesOf("data/output");
    assert.deepEqual(await filesOf("results"), ofKernel);
    assert.equal(ofKernel["days.txt"], "2024-02-28\n2024-02-29\n2024-03-01");
    assert.deepEqual(
      Object.keys(ofKernel)
        .filter((path) => path.startsWith("parts/"))
        .sort(),
      ["parts/done", "parts/quarantined", "parts/skipped"],
    );
    assert.equal(Object.keys(ofKernel).length, 18 + 3 + 2);
  });

  it("gives pipenb verify nothing to find", async () => {
    await writeFile(join(work, "n.pipenb"), `${head("")}${cells}`);
    const { code, stdout, stderr } = await runPipenb(["verify", "n.pipenb"], { cwd: work, env });
    assert.equal(code, 0, stdout + stderr);
  });
});
