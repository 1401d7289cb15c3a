import assert from "node:assert/strict";
import { attemptOf, imageOf } from "../../../../pipeline/result/run-settings.ts";

describe("what whoever starts a run tells it", () => {
  it("is which try it is, counted from 1 whatever the engine counts from", () => {
    assert.equal(attemptOf({}), 1);
    assert.equal(attemptOf({ PIPENB_ATTEMPT: "3", SLURM_RESTART_COUNT: "7" }), 3);
    assert.equal(attemptOf({ PIPENB_ATTEMPT: "", AWS_BATCH_JOB_ATTEMPT: "2" }), 2);
    assert.equal(attemptOf({ CLOUD_RUN_TASK_ATTEMPT: "0" }), 1);
    assert.equal(attemptOf({ SLURM_RESTART_COUNT: "1" }), 2);
    assert.equal(attemptOf({ PIPENB_ATTEMPT: "first" }), 1);
  });

  it("is a sum where Kubernetes counts what it has tried since", () => {
    assert.equal(attemptOf({ PIPENB_ATTEMPT: "1+0+" }), 1);
    assert.equal(attemptOf({ PIPENB_ATTEMPT: "3+1+2" }), 6);
    assert.equal(attemptOf({ PIPENB_ATTEMPT: "1,4,2+1+", JOB_COMPLETION_INDEX: "1" }), 5);
    assert.equal(attemptOf({ PIPENB_ATTEMPT: "1,4+1+", JOB_COMPLETION_INDEX: "7" }), 1);
  });

  it("is the image's digest, else its code is all that is known", () => {
    assert.equal(imageOf({ PIPENB_IMAGE_DIGEST: "sha256:d" }, "sha256:c"), "sha256:d");
    assert.equal(imageOf({ PIPENB_IMAGE_DIGEST: "" }, "sha256:c"), "sha256:c");
    assert.equal(imageOf({}, null), null);
  });
});
