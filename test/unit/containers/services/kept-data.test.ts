import assert from "node:assert/strict";
import { hostname } from "node:os";
import {
  containerLabels,
  hasSameEnvironment,
  hasSameMakeup,
  keptFolders,
  keptVolumeName,
  readKeptLabels,
  serviceContainerName,
  volumeLabels,
} from "../../../../containers/services/kept-data.ts";
import { FrontMatterSchema } from "../../../../notebook/front-matter.ts";

const serviceOf = (more: object = {}) => {
  const services = { db: { image: "postgres:17", ...more } };
  return FrontMatterSchema.parse({ pipenb: 1, services }).services["db"] ?? assert.fail();
};
const place = { notebookPath: "/home/anna/Zpráva dne.pipenb", service: "db", machine: "" };

describe("what a service keeps", () => {
  it("is in the folders of its image, in those that are listed, or nowhere", () => {
    assert.deepEqual(keptFolders(serviceOf(), ["/data"]), ["/data"]);
    assert.deepEqual(keptFolders(serviceOf({ keep: ["/b", "/a", "/b"] }), ["/data"]), ["/a", "/b"]);
    assert.deepEqual(keptFolders(serviceOf({ keep: false }), ["/data"]), []);
  });

  it("has names that an engine takes, and that differ by notebook, service and folder", () => {
    const places = [
      place,
      { ...place, notebookPath: "/home/bert/Zpráva dne.pipenb" },
      { ...place, service: "store" },
      { ...place, machine: "desk" },
    ];
    const names = places.flatMap((each) => [
      serviceContainerName(each),
      keptVolumeName(each, "/data"),
      keptVolumeName(each, "/log"),
    ]);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/);
    assert.equal(serviceContainerName(place), serviceContainerName({ ...place }));
  });

  it("says of its volumes whose they are, and of what they were made", () => {
    const labels = volumeLabels(place, serviceOf({ environment: { A: "1" } }), "/data");
    assert.deepEqual(readKeptLabels(labels), {
      service: "db",
      notebookPath: place.notebookPath,
      machine: hostname(),
      path: "/data",
      image: "postgres:17",
    });
    assert.ok(hasSameEnvironment(labels, serviceOf({ environment: { A: "1" } })));
    assert.ok(!hasSameEnvironment(labels, serviceOf({ environment: { A: "2" } })));
  });

  it("is used by the same container whatever it is waited for by, and by another one of another image", () => {
    const labelsOf = (more: object, imageId = "sha256:1", secrets: readonly string[] = []) =>
      containerLabels(place, { service: serviceOf(more), imageId, secrets, folders: ["/data"] });
    const labels = labelsOf({});
    assert.ok(hasSameMakeup(labels, labelsOf({ ready: "true", ports: [1], verify: "true" })));
    assert.ok(!hasSameMakeup(labels, labelsOf({}, "sha256:2")));
    assert.ok(!hasSameMakeup(labels, labelsOf({}, "sha256:1", ["/run/secrets/db"])));
    assert.ok(!hasSameMakeup(labels, labelsOf({ command: ["x"] })));
    assert.ok(!hasSameMakeup(labels, labelsOf({ environment: { A: "1" } })));
  });
});
