import assert from "node:assert/strict";
import { imageOfSbom, sbom, type BillOfMaterials } from "../../../../pipeline/evidence/sbom.ts";
import { validBill } from "../../../support/cyclonedx.ts";

const image = `sha256:${"a".repeat(64)}`;
const bill: BillOfMaterials = {
  name: "weather",
  image,
  created: 1_700_000_000,
  base: { name: "node:24-bookworm-slim", digest: `sha256:${"b".repeat(64)}`, digestOf: "manifest" },
  version: "0.1.0",
  contents: {
    system: { id: "debian", version: "12" },
    debian: [
      {
        name: "libstdc++6",
        version: "1:12.2.0-14+deb12u1",
        architecture: "amd64",
        source: { name: "gcc-12", version: "12.2.0-14+deb12u1" },
      },
    ],
    npm: [
      {
        name: "ms",
        version: "2.1.3",
        path: "/app/node_modules/ms",
        license: "MIT",
        integrity: `sha512-${Buffer.alloc(64, 0xfe).toString("base64")}`,
      },
      { name: "ms", version: "2.1.3", path: "/app/node_modules/a/node_modules/ms" },
      {
        name: "@scope/b",
        version: "1.0.0+x",
        path: "/app/node_modules/@scope/b",
        license: "(MIT OR GPL-2.0)",
      },
      { name: "own", version: "1.0.0", path: "/app/node_modules/own", license: "SEE LICENSE IN LICENSE" },
      {
        name: "far",
        version: "1.0.0",
        path: "/app/node_modules/far",
        git: "git+https://git.example.com/far.git#0123abc",
      },
    ],
    node: { version: "24.21.0", path: "/usr/local/bin/node", sha256: "c".repeat(64) },
  },
};

describe("a bill of materials", () => {
  it("is valid by CycloneDX's own schema, and names packages as all tools do", async () => {
    const { components, metadata } = await validBill(sbom(bill));
    assert.deepEqual(
      components.map(({ purl }) => purl),
      [
        "pkg:deb/debian/libstdc%2B%2B6@1:12.2.0-14%2Bdeb12u1?arch=amd64&distro=debian-12&upstream=gcc-12%4012.2.0-14%2Bdeb12u1",
        "pkg:generic/node@24.21.0",
        "pkg:npm/%40scope/b@1.0.0%2Bx",
        "pkg:npm/far@1.0.0?vcs_url=git%2Bhttps:%2F%2Fgit.example.com%2Ffar.git%230123abc",
        "pkg:npm/ms@2.1.3",
        "pkg:npm/own@1.0.0",
        undefined,
      ],
    );
    assert.equal(metadata.timestamp, "2023-11-14T22:13:20.000Z");
    assert.deepEqual(metadata.component.pedigree?.ancestors[0]?.version, bill.base?.digest);
  });

  it("has a package once, with every place it is at, its hash and its licence", async () => {
    const { components } = await validBill(sbom(bill));
    const named = (name: string) => components.find((each) => each.name === name);
    assert.deepEqual(named("ms")?.hashes, [{ alg: "SHA-512", content: "fe".repeat(64) }]);
    assert.deepEqual(
      named("ms")?.evidence?.occurrences.map(({ location }) => location),
      ["/app/node_modules/a/node_modules/ms", "/app/node_modules/ms"],
    );
    assert.deepEqual(named("ms")?.licenses, [{ expression: "MIT" }]);
    assert.deepEqual(named("b")?.licenses, [{ expression: "(MIT OR GPL-2.0)" }]);
    assert.deepEqual(named("own")?.licenses, [{ license: { name: "SEE LICENSE IN LICENSE" } }]);
    assert.deepEqual([named("b")?.group, named("ms")?.group], ["@scope", undefined]);
  });

  it("is the same text for the same image, and another for another one", () => {
    assert.equal(sbom(bill), sbom(structuredClone(bill)));
    const reversed = { ...bill.contents, npm: bill.contents.npm.toReversed() };
    assert.equal(sbom({ ...bill, contents: reversed }), sbom(bill));
    assert.notEqual(
      sbom({ ...bill, image: `sha256:${"d".repeat(64)}` }).slice(0, 300),
      sbom(bill).slice(0, 300),
    );
  });

  it("says where it cannot tell the packages of the system", async () => {
    const contents = { system: undefined, debian: undefined, npm: [], node: undefined };
    const { components, metadata } = await validBill(sbom({ ...bill, base: undefined, contents }));
    assert.deepEqual(components, []);
    assert.deepEqual(metadata.component.properties, [
      { name: "pipenb:system-packages", value: "not listed: the image has no dpkg" },
    ]);
  });

  it("is known again by the image it is of", () => {
    assert.equal(imageOfSbom(sbom(bill)), image);
    assert.equal(imageOfSbom("{}"), undefined);
    assert.equal(imageOfSbom("no JSON"), undefined);
  });

  it("would be told if it were not valid", async () => {
    await assert.rejects(validBill(sbom(bill).replace("urn:uuid:", "urn:")));
  });
});
