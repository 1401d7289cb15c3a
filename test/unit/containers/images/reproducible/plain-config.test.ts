import assert from "node:assert/strict";
import {
  ImageConfigSchema,
  plainConfig,
} from "../../../../../containers/images/reproducible/plain-config.ts";

describe("the configuration of an image", () => {
  it("keeps what the image is, and nothing of its build", () => {
    const config = ImageConfigSchema.parse({
      architecture: "amd64",
      config: { Env: ["A=1"], Image: "sha256:before", Entrypoint: ["node"] },
      container: "1234",
      container_config: { Hostname: "1234" },
      created: "2026-11-29T10:14:31.346249274Z",
      history: [
        { created: "2020-01-01T00:00:00Z", created_by: "base" },
        { created: "2026-11-29T10:14:30.1Z", created_by: "COPY", empty_layer: true },
        { created_by: "no time" },
      ],
      os: "linux",
      rootfs: { type: "layers", diff_ids: ["sha256:1", "sha256:2"] },
    });
    assert.deepEqual(
      JSON.parse(plainConfig(config, ["sha256:1", "sha256:3"], new Date("2024-05-06T07:08:09Z"))),
      {
        architecture: "amd64",
        config: { Env: ["A=1"], Entrypoint: ["node"] },
        created: "2024-05-06T07:08:09.000Z",
        history: [
          { created: "2020-01-01T00:00:00Z", created_by: "base" },
          { created: "2024-05-06T07:08:09.000Z", created_by: "COPY", empty_layer: true },
          { created_by: "no time" },
        ],
        os: "linux",
        rootfs: { type: "layers", diff_ids: ["sha256:1", "sha256:3"] },
      },
    );
  });
});
