import assert from "node:assert/strict";
import { buildSettings, imageArguments, withCertificates } from "../../../../containers/images/base-image.ts";

const dockerfile = (base: string): { path: string; contents: string }[] => [
  {
    path: "Dockerfile",
    contents: `ARG NODE_IMAGE=node:24-bookworm-slim\nARG BASE_IMAGE=${base}\nFROM $BASE_IMAGE\n`,
  },
];

describe("the settings of builds", () => {
  it("are the standard image and nothing else where the environment says nothing", () => {
    assert.deepEqual(buildSettings({ PIPENB_BASE_IMAGE: "", HTTP_PROXY: "" }), {
      nodeImage: "node:24-bookworm-slim",
      proxy: {},
    });
  });

  it("take the proxies in either case", () => {
    const { proxy } = buildSettings({ http_proxy: "http://a", HTTPS_PROXY: "http://b", no_proxy: "c" });
    assert.deepEqual(proxy, { HTTP_PROXY: "http://a", HTTPS_PROXY: "http://b", NO_PROXY: "c" });
  });

  it("replace the standard image wherever it is the default, and no other", () => {
    const settings = buildSettings({ PIPENB_BASE_IMAGE: "mine:1" });
    assert.deepEqual(imageArguments(settings, dockerfile("node:24-bookworm-slim")), {
      NODE_IMAGE: "mine:1",
      BASE_IMAGE: "mine:1",
    });
    assert.deepEqual(imageArguments(settings, dockerfile("debian:12")), { NODE_IMAGE: "mine:1" });
    assert.deepEqual(imageArguments(buildSettings({}), dockerfile("debian:12")), {});
  });

  it("leave a context as it is where there are no certificates to bring", async () => {
    const context = dockerfile("debian:12");
    assert.equal(await withCertificates(context, buildSettings({})), context);
  });
});
