/** Runs whose start the engine has lost, on the real one: it knows of a container that was made, and its run has left signs of life there. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backfillTag } from "../../../app/backfill/backfill-image.ts";
import { runName } from "../../../backfill/run-key.ts";
import { DockerRuns } from "../../../backfill/docker/docker-runs.ts";
import type { Engine } from "../../../containers/engine/engine.ts";
import { lifeSignText, readLifeSign, type LifeSign } from "../../../pipeline/result/life-sign.ts";
import { runPipenb } from "../../support/command-line.ts";
import { nodeImage, requireEngine } from "../../support/engine.ts";
import { removeTag } from "../../support/remove-tag.ts";

describe("a run on Docker whose start the engine has lost", function () {
  this.timeout(300_000);
  let engine: Engine;

  before(async function () {
    engine = await requireEngine(this);
  });

  /** How a run ends that finds its container made, with this in it; and what the container's state is then. */
  async function found(sign: LifeSign | undefined): Promise<readonly [code: unknown, state: unknown]> {
    const run = { unit: "2022-01-01", key: randomBytes(32).toString("hex"), attempt: 1 };
    const name = runName(run.key, run.attempt);
    await engine.create({
      ...{
        name,
        image: nodeImage(),
        command: ["sh", "-c", "exit 7"],
        environment: {},
        labels: {},
        mounts: [],
      },
      ...{ init: true, restricted: true, autoRemove: false },
    });
    try {
      if (sign !== undefined)
        await engine.putArchive(name, "/var/tmp", [
          { path: `.pipenb/${name}`, contents: lifeSignText(sign) },
        ]);
      const runs = new DockerRuns(engine, {
        ...{ image: nodeImage(), mounts: [], user: undefined, limits: {}, argsOf: () => [] },
        ...{ journalId: "test", onNote: () => undefined },
      });
      const signal = new AbortController().signal;
      const end = await runs.run(run, { signal, givesUpLost: false, onLost: () => undefined });
      return [end.kind === "exit" && end.code, (await engine.container(name))?.state];
    } finally {
      await engine.remove(name);
    }
  }

  it("is started where it has not begun", async () => {
    assert.deepEqual(await found(undefined), [7, "exited"]);
  });

  it("is not started again where it has ended, or was broken off", async () => {
    assert.deepEqual(await found({ exitCode: 42 }), [42, "created"]);
    assert.deepEqual(await found({ beat: "3" }), [137, "created"]);
  });

  it("leaves signs of life in its container, and none for a pipeline that it starts", async () => {
    const folder = await mkdtemp(join(tmpdir(), "pipenb-signs-"));
    const file = join(folder, "signs.pipenb");
    const env = { PIPENB_BASE_IMAGE: nodeImage() };
    try {
      await writeFile(
        file,
        `/* ---
pipenb: 1
--- */

// %% [parameters]
const day: IsoDate = "2022-01-01";

// %% name=look
import { readdirSync, readFileSync } from "node:fs";
const [name] = readdirSync("/var/tmp/.pipenb");
console.log("sign", JSON.stringify(readFileSync("/var/tmp/.pipenb/" + name, "utf8")), process.env.PIPENB_LIFE_SIGN);
`,
      );
      const done = await runPipenb(["backfill", file, "--units", "2022-01-01"], { env });
      assert.equal(done.code, 0, done.stderr);
      const { stdout } = await runPipenb(["logs", file, "2022-01-01"], { env });
      const sign = /^sign (".*") undefined$/m.exec(stdout)?.[1] ?? assert.fail(stdout);
      assert.ok("beat" in readLifeSign(JSON.parse(sign) as string), sign);
    } finally {
      await removeTag(engine, backfillTag(file));
      await rm(folder, { recursive: true });
    }
  });
});
