/** The base images that pipenb brings instructions for, made of Debian and npm packages, and a notebook on one of them. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../containers/engine/engine.ts";
import { buildSettings } from "../../containers/images/base-image.ts";
import type { OwnBase } from "../../containers/images/base-kind.ts";
import { buildOwnBase } from "../../containers/images/own-bases.ts";
import { root, runPipenb } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { runBuiltImage } from "../support/run-built-image.ts";
import { printInImage } from "../support/print-in-image.ts";

const notebook = (base: string): string => `/* ---
pipenb: 1
image: { base: ${base} }
--- */

// %% name=files
import { writeFile } from "node:fs/promises";
await writeFile("/tmp/grid.cdl", "netcdf grid { dimensions: x = 3; variables: int t(x); data: t = 1, 2, 39; }");
await $\`ncgen -o /tmp/grid.nc /tmp/grid.cdl\`.quiet();
await writeFile("/tmp/tiny.asc", "ncols 2\\nnrows 1\\nxllcorner 14\\nyllcorner 50\\ncellsize 0.5\\n7 8\\n");

// %% name=look
const averaged = await $\`ncwa -O -y max /tmp/grid.nc /tmp/max.nc && ncdump /tmp/max.nc\`.quiet();
console.log("max", /t = (\\d+)/.exec(averaged.stdout)?.[1]);
const { size, driverShortName } = JSON.parse((await $\`gdalinfo -json /tmp/tiny.asc\`.quiet()).stdout);
console.log(driverShortName, size.join("x"));
`;

describe("the base images", function () {
  this.timeout(900_000);
  const run = randomBytes(4).toString("hex");
  const repository = `pipenb-test-bases-${run}`;
  const built = `${repository}/pipeline:1`;
  const tags: string[] = [];
  let engine: Engine;
  let work = "";

  before(async function () {
    engine = await requireEngine(this);
    work = await mkdtemp(join(tmpdir(), "pipenb-bases-"));
  });

  after(async () => {
    for (const tag of tags.toReversed()) await engine.removeImage(tag);
    if (work !== "") await rm(work, { recursive: true, force: true });
  });

  const made = async (name: OwnBase): Promise<string> => {
    const folder = join(root, "containers", "images");
    const settings = buildSettings({ ...process.env, PIPENB_BASE_IMAGE: nodeImage() });
    tags.push(`${repository}/base`, `${repository}/${name}`);
    await buildOwnBase(engine, { name, folder, settings, repository });
    return `${repository}/${name}`;
  };

  it("give cells and the exported image the tools for grids and maps, with the same result", async () => {
    const base = await made("geo");
    await writeFile(join(work, "maps.pipenb"), notebook(base));
    const env = { PIPENB_BASE_IMAGE: nodeImage() };
    const expected = "max 39\nAAIGrid 2x1\n";
    const ran = await runPipenb(["run", "--quiet", "maps.pipenb"], { cwd: work, env });
    assert.deepEqual([ran.code, ran.stdout], [0, expected], ran.stderr);
    tags.push(built);
    const build = await runPipenb(["build", "maps.pipenb", "--tag", built], { cwd: work, env });
    assert.equal(build.code, 0, build.stderr);
    const { code, stdout, stderr } = await runBuiltImage(engine, built, []);
    assert.deepEqual([code, stdout], [0, expected], stderr);
  });

  it("are made first where a notebook names one that is not here, which the error says", async function () {
    if ((await engine.image("pipenb/geo")) !== undefined) this.skip();
    await writeFile(join(work, "early.pipenb"), notebook("pipenb/geo"));
    for (const words of [
      ["run", "early.pipenb"],
      ["build", "early.pipenb", "--tag", `${repository}/early`],
    ]) {
      const { code, stderr } = await runPipenb(words, { cwd: work, env: { PIPENB_BASE_IMAGE: nodeImage() } });
      assert.equal(code, 1);
      assert.match(stderr, /The base image pipenb\/geo is not here.*\nMake it: `pipenb base geo`/);
    }
  });

  it("have the client of PostgreSQL and the packages for data", async () => {
    const said = await printInImage(engine, {
      image: await made("data"),
      command: [
        "sh",
        "-c",
        `psql --version && node --input-type=module --eval 'import pl from "nodejs-polars"; import "@duckdb/node-api"; console.log(pl.DataFrame({ a: [1, 2] }).height)'`,
      ],
    });
    assert.match(said, /^psql \(PostgreSQL\) \d+.*\n2\n$/);
  });
});
