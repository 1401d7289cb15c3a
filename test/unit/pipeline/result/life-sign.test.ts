import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lifeSignText, lifeSignVariable, readLifeSign } from "../../../../pipeline/result/life-sign.ts";
import { leaveLifeSigns } from "../../../../pipeline/runner/leave-life-sign.ts";

describe("the signs of life of a run", () => {
  it("are read as they were written; half of one says no end", () => {
    assert.deepEqual(readLifeSign(lifeSignText({ exitCode: 42 })), { exitCode: 42 });
    assert.notDeepEqual(readLifeSign(lifeSignText({ beat: "1" })), readLifeSign(lifeSignText({ beat: "2" })));
    assert.ok("beat" in readLifeSign("ended 4"));
    assert.ok("beat" in readLifeSign(""));
  });

  it("are left where they are asked for, from its begin to its end", async () => {
    const folder = await mkdtemp(join(tmpdir(), "pipenb-life-"));
    try {
      const place = join(folder, "new", "run");
      const leaveEnd = leaveLifeSigns({ [lifeSignVariable]: place });
      assert.ok("beat" in readLifeSign(await readFile(place, "utf8")));
      leaveEnd(0);
      assert.deepEqual(readLifeSign(await readFile(place, "utf8")), { exitCode: 0 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("are no concern of a run that cannot leave any", () => {
    leaveLifeSigns({})(0);
    leaveLifeSigns({ [lifeSignVariable]: "/proc/nowhere/run" })(0);
    leaveLifeSigns({ [lifeSignVariable]: "/" })(0);
  });
});
