import assert from "node:assert/strict";
import { defaultTag, hubNotice, tagProblem } from "../../../../extension/commands/image-tag.ts";

describe("the name of an image", () => {
  it("is made from any file name", () => {
    assert.deepEqual(["seattle-weather", "My Data (2)", "__x__", "čččč"].map(defaultTag), [
      "seattle-weather:latest",
      "my-data-2:latest",
      "x:latest",
      "pipeline:latest",
    ]);
    for (const name of ["a b", "Ünïcode", "1.2.3"]) assert.equal(tagProblem(defaultTag(name)), undefined);
  });

  it("may have registry, port, folders and version", () => {
    for (const good of [
      "weather",
      "weather:1.0-rc_2",
      "team/weather",
      "localhost:5000/weather:1",
      "localhost/weather",
      "registry.example.com:5000/team/sub/weather",
      "registry:5000/weather",
      "a__b/c-d",
    ])
      assert.equal(tagProblem(good), undefined, good);
  });

  it("is refused with what is wrong with it", () => {
    assert.match(tagProblem("") ?? "", /Give the image a name/);
    assert.match(tagProblem("my weather") ?? "", /blanks/);
    assert.match(tagProblem("Weather") ?? "", /lower case/);
    assert.match(tagProblem("weather:") ?? "", /behind the colon/);
    assert.match(tagProblem("weather:-1") ?? "", /behind the colon/);
    assert.match(tagProblem("team//weather") ?? "", /slash/);
    assert.match(tagProblem("/weather") ?? "", /slash/);
    assert.match(tagProblem("weather@sha256:abc") ?? "", /digest/);
    assert.match(tagProblem("-weather") ?? "", /cannot be a name/);
    assert.match(tagProblem(`weather:${"x".repeat(129)}`) ?? "", /behind the colon/);
  });

  it("says where a name without a registry goes", () => {
    assert.match(hubNotice("weather:1") ?? "", /Docker Hub's own images/);
    assert.match(hubNotice("team/weather:1") ?? "", /goes to Docker Hub, as team\/weather:1/);
    for (const own of ["localhost/weather", "localhost:5000/weather", "registry.example.com/weather"])
      assert.equal(hubNotice(own), undefined, own);
  });
});
