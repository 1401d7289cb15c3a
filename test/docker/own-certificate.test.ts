import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { textOf } from "../../app/failures/describe-failure.ts";
import { buildSettings } from "../../containers/images/base-image.ts";
import { environmentContext, environmentKey } from "../../containers/images/notebook-environment.ts";
import { ensureEnvironmentImage, environmentTag } from "../../containers/images/environment-image.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { FrontMatterSchema } from "../../notebook/front-matter.ts";
import { requireEngine } from "../support/engine.ts";
import { ownAuthority, startOwnCertificateRegistry } from "../support/own-certificate-registry.ts";

/** The machine, as containers of the engine's own network see it. */
const machine = "172.17.0.1";

describe("an image's npm behind a certificate that Node does not know", function () {
  this.timeout(240_000);

  const npm = { "is-number": "^7.0.0", ms: "^2.1.0", picocolors: "^1.1.0" };
  const locked = Object.keys(npm).map(
    (name) => [`node_modules/${name}`, { version: "1.0.0", integrity: "sha512-AAAA" }] as const,
  );
  const lock = JSON.stringify({
    name: "notebook-x",
    lockfileVersion: 3,
    requires: true,
    packages: { "": { dependencies: npm }, ...Object.fromEntries(locked) },
  });
  let engine: Engine;
  let registry: Awaited<ReturnType<typeof startOwnCertificateRegistry>>;
  before(async function () {
    engine = await requireEngine(this);
  });
  beforeEach(async () => (registry = await startOwnCertificateRegistry("0.0.0.0")));
  afterEach(() => {
    registry.close();
  });

  async function build(env: Readonly<Record<string, string>>): Promise<unknown> {
    const settings = buildSettings({ ...env, PIPENB_BASE_IMAGE: process.env["PIPENB_BASE_IMAGE"] });
    const frontMatter = FrontMatterSchema.parse({
      pipenb: 1,
      image: {
        npm,
        dockerfile: [
          "ENV NODE_EXTRA_CA_CERTS=",
          `ENV npm_config_registry=https://${machine}:${registry.port}/ run=${randomBytes(4).toString("hex")}`,
        ],
      },
    });
    const context = environmentContext({ frontMatter, lock, name: "x" });
    const key = environmentKey(context);
    const printed: string[] = [];
    try {
      await ensureEnvironmentImage(engine, {
        context,
        key,
        settings,
        onEvent: (event) => event.type === "output" && printed.push(event.text),
      });
      await engine.removeImage(environmentTag(key));
      return undefined;
    } catch (error) {
      assert.doesNotMatch(printed.join("\n"), /npm http/);
      return error;
    }
  }

  it("is stopped at the first request that fails, and the step says what to set", async () => {
    const error = await build({});
    assert.match(
      textOf(error),
      /^Step \d+\/\d+ .*npm ci[^]*failed with SELF_SIGNED_CERT_IN_CHAIN[^]*set PIPENB_CA_BUNDLE to the PEM file/,
    );
    assert.ok(registry.connections() <= 3, String(registry.connections()));
  });

  it("goes on with the certificates of PIPENB_CA_BUNDLE", async () => {
    const error = await build({ PIPENB_CA_BUNDLE: ownAuthority });
    assert.match(textOf(error), /npm ci[^]*E404[^]*Check the names and versions under `image\.npm`/);
  });
});
