import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dagsFolder } from "../../../deploy/airflow/dags-folder.ts";

describe("Airflow's folder of DAGs", () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "pipenb-dags-folder-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it("is what the environment says", async () => {
    assert.equal(
      await dagsFolder({ AIRFLOW__CORE__DAGS_FOLDER: "/srv/dags", AIRFLOW_HOME: home }),
      "/srv/dags",
    );
  });

  it("is what Airflow's own file says, else beside it", async () => {
    assert.equal(await dagsFolder({ AIRFLOW_HOME: home }), join(home, "dags"));
    const file =
      "[other]\ndags_folder = /no\n\n[core]\n# dags_folder = /no\ndags_folder = /opt/my dags \n\n[api]\n";
    await writeFile(join(home, "airflow.cfg"), file);
    assert.equal(await dagsFolder({ AIRFLOW_HOME: home }), "/opt/my dags");
    await writeFile(join(home, "airflow.cfg"), "[api]\ndags_folder = /no\n\n[core]\n");
    assert.equal(await dagsFolder({ AIRFLOW_HOME: home }), join(home, "dags"));
  });

  it("is nowhere where no Airflow is", async () => {
    assert.equal(await dagsFolder({ HOME: home }), undefined);
    assert.equal(await dagsFolder({ AIRFLOW_HOME: join(home, "none") }), undefined);
  });
});
