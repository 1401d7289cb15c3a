import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPipenb } from "../../support/command-line.ts";

describe("pipenb deploy", function () {
  this.timeout(120_000);
  let folder: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-deploy-"));
    file = join(folder, "weather.pipenb");
    await writeFile(
      file,
      '/* ---\npipenb: 1\nschedule: { cron: "15 4 * * *", timezone: Europe/Prague }\n--- */\n\n// %% [parameters]\nconst day: IsoDate = "2022-01-01";\n',
    );
  });

  after(() => rm(folder, { recursive: true, force: true }));

  for (const [what, args, sentence] of [
    [
      "a swarm has no clock, and which line of a crontab to write",
      ["--to", "swarm"],
      /Europe\/Prague: 15 4 \* \* \* cd .*--on swarm/,
    ],
    ["nobody knows the engine", ["--to", "cron"], /Write one of .*airflow, kubernetes, prefect, slurm.*\./],
    ["Dask has no schedule", ["--to", "dask"], /Dask has no schedule: .*\n.*--to dask --out DIR/],
    ["only Kubernetes has queues", ["--to", "slurm", "--queue", "a"], /--queue is for Kubernetes/],
    [
      "only Kubernetes has volumes",
      ["--to", "slurm", "--volume", "a:/a"],
      /--volume is for Kubernetes and Airflow/,
    ],
    ["only Airflow starts one after another", ["--to", "slurm", "--after", "a"], /--after is for Airflow/],
    [
      "nothing is deployed by that name",
      ["--to", "airflow", "--after", "b.pipenb"],
      /--after b\.pipenb is no name/,
    ],
    ["only Airflow has pools", ["--to", "slurm", "--pool", "a"], /--pool is for Airflow/],
    ["only Airflow is told of a network", ["--to", "slurm", "--network", "a"], /--network is for Airflow/],
    [
      "pods are on no network of Docker",
      ["--to", "airflow", "--runtime", "kubernetes", "--network", "a"],
      /--network is of a Docker engine/,
    ],
    ["an engine takes no such name", ["--to", "slurm", "--name", "Weather!"], /such as weather\./],
  ] as const)
    it(`says that ${what}, and ends with 64`, async () => {
      const { code, stderr } = await runPipenb(["deploy", file, ...args]);
      assert.equal(code, 64, stderr);
      assert.match(stderr, sentence);
    });

  it("says that nothing was named", async () => {
    const { code, stderr } = await runPipenb(["deploy", "--to", "slurm"]);
    assert.equal(code, 64);
    assert.match(stderr, /Name a \.pipenb file or an image, or ask what is registered: --list\./);
  });
});
