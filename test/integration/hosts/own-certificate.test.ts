import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { textOf } from "../../../app/failures/describe-failure.ts";
import { ensureEnvironmentFolder } from "../../../containers/hosts/local/environment-folder.ts";
import { fetchNode } from "../../../containers/hosts/local/ensure-node.ts";
import { makeLock } from "../../../containers/lock/make-lock.ts";
import { ownAuthority, startOwnCertificateRegistry } from "../../support/own-certificate-registry.ts";

/** npm tries each package again after ten seconds and a minute, and then once more from the start. */
const firstTries = 3;

describe("npm behind a certificate that Node does not know", function () {
  this.timeout(240_000);

  const npm = { "is-number": "^7.0.0", ms: "^2.1.0", picocolors: "^1.1.0" };
  let registry: Awaited<ReturnType<typeof startOwnCertificateRegistry>>;
  let home = "";
  let env: Readonly<Record<string, string | undefined>> = {};

  beforeEach(async () => {
    registry = await startOwnCertificateRegistry();
    home = await mkdtemp(join(tmpdir(), "pipenb-certificate-"));
    // npm's settings may name certificates of their own, as those of companies do.
    await writeFile(join(home, "npmrc"), `cafile=${join(home, "others.pem")}\n`);
    await writeFile(join(home, "others.pem"), rootCertificates.slice(0, 3).join("\n"));
    env = {
      ...process.env,
      npm_config_globalconfig: join(home, "npmrc"),
      NODE_EXTRA_CA_CERTS: undefined,
      HOME: home,
      XDG_CACHE_HOME: join(home, "cache"),
      npm_config_registry: `https://127.0.0.1:${registry.port}/`,
      npm_config_cache: join(home, "npm"),
      npm_config_proxy: "",
      npm_config_https_proxy: "",
      npm_config_noproxy: "127.0.0.1",
      NO_PROXY: "127.0.0.1",
      no_proxy: "127.0.0.1",
    };
  });
  afterEach(async () => {
    registry.close();
    await rm(home, { recursive: true, force: true });
  });

  const isStopped = (error: unknown): boolean => {
    assert.match(
      textOf(error),
      /failed with SELF_SIGNED_CERT_IN_CHAIN\. .*set PIPENB_CA_BUNDLE to the PEM file/,
    );
    assert.ok(registry.connections() <= firstTries, String(registry.connections()));
    return true;
  };

  it("is stopped at the first request that fails when it locks, and says what to set", async () => {
    const printed: string[] = [];
    const locking = makeLock({ name: "x", npm, env, onOutput: (text) => printed.push(text) });
    await assert.rejects(locking, isStopped);
    assert.doesNotMatch(printed.join(""), /npm http/);
  });

  it("is stopped when it installs, and leaves nothing", async () => {
    const names = Object.keys(npm);
    const locked = names.map(
      (name) => [`node_modules/${name}`, { version: "1.0.0", integrity: "sha512-AAAA" }] as const,
    );
    const packages = { "": { dependencies: npm }, ...Object.fromEntries(locked) };
    const lock = JSON.stringify({ name: "notebook-x", lockfileVersion: 3, requires: true, packages });
    const installing = ensureEnvironmentFolder({
      lock,
      npm,
      name: "x",
      node: process.execPath,
      env,
      onOutput: () => undefined,
      onInstall: () => undefined,
      signal: undefined,
    });
    await assert.rejects(installing, isStopped);
    assert.deepEqual(await readdir(join(home, "cache", "pipenb", "environments")), []);
  });

  it("is stopped when it fetches a Node", async () => {
    const fetching = fetchNode({ env }, { code: "no-node", needed: 24, running: "20.19.0" });
    await assert.rejects(fetching, isStopped);
  });

  it("is stopped too where the certificate is for another name", async () => {
    const elsewhere = await startOwnCertificateRegistry("127.0.0.2");
    const asked = {
      ...env,
      PIPENB_CA_BUNDLE: ownAuthority,
      npm_config_registry: `https://127.0.0.2:${elsewhere.port}/`,
      npm_config_noproxy: "127.0.0.2",
      NO_PROXY: "127.0.0.2",
      no_proxy: "127.0.0.2",
    };
    try {
      await assert.rejects(makeLock({ name: "x", npm, env: asked }), (error) => {
        assert.match(textOf(error), /failed with ERR_TLS_CERT_ALTNAME_INVALID\. .*is for another name/);
        assert.ok(elsewhere.connections() <= firstTries, String(elsewhere.connections()));
        return true;
      });
    } finally {
      elsewhere.close();
    }
  });

  it("goes on with the certificates of PIPENB_CA_BUNDLE", async () => {
    await assert.rejects(makeLock({ name: "x", npm, env: { ...env, PIPENB_CA_BUNDLE: ownAuthority } }), {
      code: "no-such-package",
    });
  });
});
