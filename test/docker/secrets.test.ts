/** A secret stays in its file: whatever is written down of a notebook's runs has it in no form. */
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backfillTag } from "../../app/backfill/backfill-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { notebookLabel } from "../../containers/hosts/container/kernel-labels.ts";
import { runPipenb, runProgram, type CommandOptions, type Ended } from "../support/command-line.ts";
import { nodeImage, requireEngine } from "../support/engine.ts";
import { plantSecrets, type PlantedSecrets } from "../support/planted-secrets.ts";
import { removeTag } from "../support/remove-tag.ts";

/** It writes so much that a kernel's journal goes to its file. */
const notebook = `/* ---
pipenb: 1
secrets: [ token ]
manifest: data/output/\${day}/_SUCCESS.json
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";
const wait: number = 0;

// %% name=use
import { createHash } from "node:crypto";
import { secret, writeWhole } from "pipenb";
const token = secret("token");
await writeWhole("data/output/" + day + "/hash.txt", createHash("sha256").update(token).digest("hex"));
for (let line = 0; line < 4_000; line += 1) console.log("x".repeat(1_000));
await new Promise((go) => setTimeout(go, wait));
token.length
`;

describe("a secret", function () {
  this.timeout(400_000);
  let engine: Engine;
  let folder: string;
  let file: string;
  let planted: PlantedSecrets;
  let server: Server;
  const said: string[] = [];

  before(async function () {
    engine = await requireEngine(this);
    folder = await mkdtemp(join(tmpdir(), "pipenb-secrets-"));
    file = join(folder, "secret.pipenb");
    await writeFile(file, notebook);
    planted = await plantSecrets(join(folder, "secrets"), ["token"]);
    server = createServer((request, response) => {
      request.setEncoding("utf8").on("data", (text: string) => said.push(text));
      request.on("end", () => response.end());
    }).listen(0, "127.0.0.1");
  });

  after(async () => {
    server.close();
    await removeTag(engine, backfillTag(file));
    await rm(folder, { recursive: true, force: true });
  });

  async function pipenb(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
    const ended = await runPipenb(args, {
      ...options,
      cwd: folder,
      env: { PIPENB_BASE_IMAGE: nodeImage(), ...options.env },
    });
    said.push(ended.stdout, ended.stderr);
    return ended;
  }

  it("is in no report, result, journal, log, event or container of a run, of a backfill or of a verification", async () => {
    // SAFETY: it listens on a port.
    const { port } = server.address() as AddressInfo;
    const asks = {
      OPENLINEAGE_URL: `http://127.0.0.1:${port}`,
      PIPENB_RESULT: join(folder, "result.json"),
      PIPENB_LOG: "json",
    };
    const outputs = ["--out", join(folder, "run.ipynb"), "--report", join(folder, "run.html")];
    const ran = await pipenb(["run", ...outputs, file, "2022-01-01"], { env: asks });
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(said.join("\n"), /"eventType":"COMPLETE"/);

    const verified = await pipenb(["verify", "--report", join(folder, "verify.html"), file, "2022-01-02"]);
    assert.equal(verified.code, 0, verified.stderr);

    const backfilled = await pipenb(["backfill", file, "--units", "2022-01-03..2022-01-04"]);
    assert.equal(backfilled.code, 0, backfilled.stderr);

    assert.deepEqual(planted.inText(said.join("\n")), []);
    assert.deepEqual(await planted.inFolder(folder), []);
    const hash = await readFile(join(folder, "data/output/2022-01-04/hash.txt"), "utf8");
    assert.match(hash, /^[0-9a-f]{64}$/, "it was there all the same");
  });

  it("is in no file and no environment of a kernel's container, its journal neither", async () => {
    let found: Promise<Ended> | undefined;
    const ran = await pipenb(["run", file, "2022-01-05", "--wait", "15000"], {
      actWhen(printed) {
        if (printed.length < 3_000_000) return false;
        found = inContainer();
        return true;
      },
    });
    assert.equal(ran.code, 0, ran.stderr);
    const { stdout, stderr } = (await found) ?? assert.fail("it has printed enough");
    assert.match(stdout, /supervisor/, stderr);
    assert.deepEqual(planted.inText(stdout), []);
  });

  /** All files that are not mounted into the container that runs the notebook, and what its processes were told. */
  async function inContainer(): Promise<Ended> {
    const { stdout } = await runProgram("docker", [
      "ps",
      "--format",
      "{{.ID}}",
      "--filter",
      `label=${notebookLabel}=${file}`,
    ]);
    const [id = ""] = stdout.trim().split("\n");
    return runProgram("docker", [
      ...["exec", id, "sh", "-c"],
      "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ; find /tmp /app -xdev -type f -size -20M -exec cat {} +",
    ]);
  }
});
