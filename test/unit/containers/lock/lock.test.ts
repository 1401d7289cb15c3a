import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { textOf } from "../../../../app/failures/describe-failure.ts";
import { explainNpm } from "../../../../containers/lock/explain-npm.ts";
import { NpmError, type NpmErrorCode } from "../../../../containers/lock/npm-error.ts";
import { ensureLock, lockPath } from "../../../../containers/lock/lock-file.ts";
import { lockMatches } from "../../../../containers/lock/lock-matches.ts";
import { makeLock } from "../../../../containers/lock/make-lock.ts";
import { pinned } from "../../../../containers/lock/pinned.ts";
import { packageJson } from "../../../../containers/lock/package-json.ts";

const npm = { picocolors: "^1.1.0" };
const { env } = process;

function lockOf(packages: Record<string, string>): string {
  const installed = Object.keys(packages).map(
    (name) => [`node_modules/${name}`, { version: "1.0.0" }] as const,
  );
  return JSON.stringify({
    lockfileVersion: 3,
    packages: { "": { dependencies: packages }, ...Object.fromEntries(installed) },
  });
}

function isNpmError(code: NpmErrorCode, message: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof NpmError, String(error));
    assert.equal(error.code, code);
    assert.match(textOf(error), message);
    return true;
  };
}

describe("package.json of a notebook", () => {
  it("sorts the packages and is private", () => {
    assert.deepEqual(JSON.parse(packageJson({ name: "Daily Orders", npm: { b: "1", a: "^2" } })), {
      name: "notebook-daily-orders",
      version: "0.0.0",
      private: true,
      type: "module",
      dependencies: { a: "^2", b: "1" },
    });
    assert.equal(
      packageJson({ name: "x", npm: { b: "1", a: "2" } }),
      packageJson({ name: "x", npm: { a: "2", b: "1" } }),
    );
  });

  it("has a name npm takes for every notebook", () => {
    for (const [name, expected] of [
      ["Přehled 2022", "notebook-prehled-2022"],
      ["_.x", "notebook-x"],
      ["日報", "notebook-unnamed"],
    ] as const) {
      assert.ok(packageJson({ name, npm: {} }).startsWith(`{\n  "name": "${expected}",\n`));
    }
  });

  it("overrides what keeps danfojs-node from installing, and only there", () => {
    assert.match(
      packageJson({ name: "x", npm: { "danfojs-node": "^1.2.0" } }),
      /"overrides": \{\s+"danfojs-node"/,
    );
    assert.doesNotMatch(packageJson({ name: "x", npm }), /overrides/);
  });
});

describe("holding a lock against a notebook", () => {
  it("finds a lock of the same packages and ranges", () => {
    assert.ok(lockMatches(lockOf({ a: "^1.0.0", b: "2" }), { b: "2", a: "^1.0.0" }));
    assert.ok(lockMatches(lockOf({}), {}));
  });

  for (const [what, lock] of [
    ["another range", lockOf({ a: "^2.0.0" })],
    ["a package less", lockOf({})],
    ["a package more", lockOf({ a: "^1.0.0", b: "1" })],
    [
      "a package that is named and not locked",
      JSON.stringify({ lockfileVersion: 3, packages: { "": { dependencies: { a: "^1.0.0" } } } }),
    ],
    ["an older version of the format", lockOf({ a: "^1.0.0" }).replace("3", "1")],
    ["half a lock", lockOf({ a: "^1.0.0" }).slice(0, 40)],
    ["no lock at all", "null"],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.equal(lockMatches(lock, { a: "^1.0.0" }), false);
    });
  }
});

describe("explaining npm", () => {
  for (const [output, code, message] of [
    [
      "npm error code E404\nnpm error 404 Not Found - GET x\nnpm error 404",
      "no-such-package",
      /: Not Found - GET x\. Correct its name/,
    ],
    [
      "npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve dependency tree",
      "conflict",
      /go together/,
    ],
    [
      "npm error code ENOTFOUND\nnpm error syscall getaddrinfo\nnpm error errno ENOTFOUND\nnpm error network request to x failed, reason: y",
      "registry-unreachable",
      /request to x failed, reason: y\. Look at the network/,
    ],
    [
      "npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error errno SELF_SIGNED_CERT_IN_CHAIN\nnpm error request to x failed, reason: self-signed certificate in certificate chain",
      "own-certificate",
      /reason: self-signed certificate.* set PIPENB_CA_BUNDLE to the PEM file/,
    ],
    [
      "npm error code ERR_TLS_CERT_ALTNAME_INVALID\nnpm error errno ERR_TLS_CERT_ALTNAME_INVALID\nnpm error request to x failed, reason: Hostname/IP does not match certificate's altnames",
      "wrong-certificate",
      /does not match.* another name or another day/,
    ],
    [
      "npm error code EUSAGE\nnpm error\nnpm error `npm ci` can only install packages when they are in sync.\nnpm error\nnpm error Missing: a@ from lock file\nnpm error Missing: b@ from lock file\nnpm error\nnpm error Clean install a project\nnpm error\nnpm error Usage:\nnpm error npm ci",
      "stale",
      /: the lock does not fit them: Missing: a@ from lock file \(and 1 more\)\. Remove the notebook's \.lock\.json/,
    ],
    [
      "npm error code 128\nnpm error An unknown git error occurred\nnpm error command git ls-remote x\nnpm error fatal: unable to access 'x'",
      "git",
      /: fatal: unable to access 'x'\. Ask for a published version/,
    ],
    [
      'npm error code EUNSUPPORTEDPROTOCOL\nnpm error Unsupported URL Type "jsr:": jsr:a',
      "bad-range",
      /Unsupported URL Type.*Give a version range/,
    ],
    [
      "npm error code E401\nnpm error Unable to authenticate, your authentication token seems to be invalid.",
      "refused",
      /seems to be invalid\. Log in to the registry/,
    ],
    [
      "npm error code 1\nnpm error path /x/node_modules/y\nnpm error command failed\nnpm error command sh -c node install.js\nnpm error Error: no binary\nnpm error A complete log of this run can be found in: /z",
      "npm",
      /: sh -c node install\.js said: Error: no binary\. Try npm install/,
    ],
    ["npm error something odd", "npm", /: something odd\. Try npm install/],
    ["", "npm", /: npm ended with exit code 7\. Try npm install/],
  ] as const) {
    it(`calls ${JSON.stringify(output.slice(0, 40))} ${code}`, () => {
      assert.ok(isNpmError(code, message)(explainNpm(output, "npm ended with exit code 7", "locked")));
    });
  }
});

describe("the lock beside a notebook", () => {
  let folder = "";

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-test-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("stands beside the notebook under its name", () => {
    assert.equal(lockPath(join("a", "daily.v2.pipenb")), join("a", "daily.v2.lock.json"));
  });

  it("is not there for a notebook without packages", async () => {
    assert.equal(await ensureLock({ notebookPath: join(folder, "daily.pipenb"), npm: {}, env }), undefined);
    assert.deepEqual(await readdir(folder), []);
  });

  for (const wanted of ["file:../ms", "workspace:*", "link:../ms", "../ms", "./ms-1.0.0.tgz", "C:\\ms"])
    it(`refuses ${wanted}, which is in no container`, async () => {
      await assert.rejects(
        makeLock({ name: "x", npm: { ms: wanted }, env }),
        isNpmError("place", /a place that neither the kernel's container nor the image has/),
      );
    });

  it("stays as it is where no tag was asked for", () => {
    assert.deepEqual(
      pinned({ a: "^1", b: "v1", c: "x", d: "*", e: "npm:ms@2", f: "" }, "no lock").lock,
      "no lock",
    );
  });

  it("stops when it is told to", async () => {
    await assert.rejects(
      makeLock({ name: "x", npm, env, signal: AbortSignal.abort() }),
      isNpmError("aborted", /stopped/),
    );
  });
});
