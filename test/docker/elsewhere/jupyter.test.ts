/** A real client of Jupyter's whose cells run on another machine: the notebook's files go there and come back. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nodeImage, requireEngine } from "../../support/engine.ts";
import { ipynbOf, outputsOf, requireJupyter } from "../../support/jupyter.ts";
import type { Jupyter } from "../../support/jupyter.ts";
import { startSshServer, type SshServer } from "../../support/sshd.ts";

describe("Jupyter's clients and an engine on another machine", function () {
  this.timeout(240_000);
  let server: SshServer | undefined;
  let jupyter: Jupyter | undefined;

  before(async function () {
    await requireEngine(this);
    server = await startSshServer(this);
    jupyter = await requireJupyter(this, "container");
  });
  after(async () => {
    await jupyter?.remove();
    await server?.stop();
  });

  it("read what lies beside the notebook, and find there what its cells have written", async () => {
    assert.ok(jupyter !== undefined && server !== undefined);
    const place = (name: string): string => join(jupyter?.folder ?? "", name);
    await writeFile(place("orders.csv"), "country,total\nCZ,42\n");
    const cells = [
      'import { readFileSync, writeFileSync } from "node:fs";\nconst orders = readFileSync("orders.csv", "utf8");\norders.length',
      'writeFileSync("report.txt", orders.toUpperCase())',
      'throw new Error("after the report")',
    ];
    await writeFile(place("days.ipynb"), ipynbOf(cells));
    const env = { ...(await server.env()), DOCKER_HOST: server.address, PIPENB_BASE_IMAGE: nodeImage() };
    const ran = await jupyter.run("jupyter-execute", ["days.ipynb", "--allow-errors", "--output=out.ipynb"], {
      env,
    });
    assert.equal(ran.code, 0, ran.stderr);
    const [first, , last] = await outputsOf(jupyter, "out.ipynb");
    // Before it stands how the kernel was made.
    const result = first?.find(({ output_type }) => output_type === "execute_result");
    assert.deepEqual(result?.["data"], { "text/plain": ["20"] }, JSON.stringify(first));
    assert.equal(last?.[0]?.["evalue"], "after the report");
    assert.equal(await readFile(place("report.txt"), "utf8"), "COUNTRY,TOTAL\nCZ,42\n");
  });
});
