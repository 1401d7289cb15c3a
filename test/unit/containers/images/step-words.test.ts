import assert from "node:assert/strict";
import { FrontMatterSchema } from "../../../../notebook/front-matter.ts";
import { stepWords } from "../../../../containers/images/step-words.ts";
import { dockerfile } from "../../../../pipeline/dockerfile.ts";

describe("the steps of a build, in words", () => {
  it("are said of every line that takes its time", () => {
    assert.equal(stepWords("FROM ${BASE_IMAGE} AS system"), "Getting the base image");
    assert.equal(stepWords("FROM debian:bookworm AS node"), "Getting the image debian:bookworm");
    assert.equal(stepWords("FROM system AS packages"), undefined);
    assert.equal(stepWords("ARG BASE_IMAGE=x"), undefined);
    assert.equal(stepWords("WORKDIR /app"), undefined);
    assert.equal(
      stepWords(
        "RUN apt-get update  && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends       gdal-bin       nco  && rm -rf /var/lib/apt/lists/*",
      ),
      "Installing packages of Debian: gdal-bin, nco",
    );
    assert.equal(stepWords("RUN apk add --no-cache libstdc++"), "Installing packages of Alpine: libstdc++");
    assert.equal(
      stepWords("RUN if [ -s .pipenb-ca.pem ]; then export X=y; fi;     npm ci --omit=dev"),
      "Installing the npm packages",
    );
    assert.equal(
      stepWords("COPY --from=packages /app/node_modules /app/node_modules"),
      "Taking over the npm packages",
    );
    assert.equal(
      stepWords("RUN curl -sS https://example.com/tool | sh"),
      "Running a line of image.dockerfile: curl -sS https://example.com/tool | sh",
    );
    assert.match(stepWords(`RUN ${"x".repeat(300)}`) ?? "", /^Running a line of image\.dockerfile: x{79}…$/);
  });

  it("never show a line of ours as one of the notebook's", () => {
    for (const base of ["node:24-bookworm-slim", "debian:bookworm", "alpine:3"]) {
      const frontMatter = FrontMatterSchema.parse({ pipenb: 1, image: { base, apt: ["nco"] } });
      const code = {
        files: ["pipeline.ts"],
        entry: "pipeline.ts",
        title: "t",
        notebook: "n",
        version: "1",
        contract: {},
      };
      const text = dockerfile({ frontMatter, hasLock: true }, code).replaceAll(/\\\n/g, " ");
      for (const line of text.split("\n"))
        assert.doesNotMatch(stepWords(line) ?? "", /image\.dockerfile/, line);
    }
  });
});
