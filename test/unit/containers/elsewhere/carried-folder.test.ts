import assert from "node:assert/strict";
import { textOf } from "../../../../app/failures/describe-failure.ts";
import { ownershipOf, withoutBinds } from "../../../../containers/elsewhere/carried-folder.ts";
import { inWords, limitsFor, refuseTooMuch } from "../../../../containers/elsewhere/what-stays.ts";
import type { ContainerSpec, Mount, TreeEntry } from "../../../../containers/engine/engine.ts";

const bind = (source: string, target: string, readOnly = false): Mount => ({
  kind: "bind",
  source,
  target,
  readOnly,
});
const spec = (mounts: readonly Mount[], restricted = true): ContainerSpec => ({
  image: "an-image",
  command: [],
  environment: {},
  labels: {},
  mounts,
  publish: [41_999],
  restricted,
  init: true,
  autoRemove: false,
});

describe("mounts of a container on another machine", () => {
  it("are carried, and no port is published there", () => {
    const volume: Mount = { kind: "volume", source: "kernel", target: "/opt/pipenb", readOnly: true };
    const { spec: made, folders } = withoutBinds(
      spec([
        volume,
        bind("/nb", "/app/work"),
        bind("/nb/in", "/app/work/in", true),
        bind("/nb/secrets/db", "/run/secrets/db", true),
      ]),
      "/app/work",
    );
    assert.deepEqual([made.mounts, made.publish], [[volume], []]);
    assert.deepEqual(
      folders.map(({ target, access, readOnly, covered, without }) => [
        target,
        access,
        readOnly,
        covered,
        without.length,
      ]),
      [
        ["/app/work", "own", false, ["in"], 3],
        ["/app/work/in", "read", true, [], 0],
        ["/run/secrets/db", "secret", true, [], 0],
      ],
    );
  });

  it("give secrets to services as they are, whose images step down to users of their own", () => {
    const [secret] = withoutBinds(spec([bind("/s/db", "/run/secrets/db", true)], false)).folders;
    assert.equal(secret?.access, "same");
  });

  for (const [what, kind, mode, access, user, expected] of [
    ["a file of the user", "file", 0o640, "own", "7:8", { uid: 7, gid: 8, mode: 0o640 }],
    ["a file that its user may not write", "file", 0o444, "own", "7:8", { uid: 7, gid: 8, mode: 0o644 }],
    ["a folder that is only read", "folder", 0o700, "read", "7:8", { uid: 0, gid: 0, mode: 0o555 }],
    ["a file that root only reads", "file", 0o600, "read", "0:0", { uid: 65_534, gid: 65_534, mode: 0o444 }],
    ["a secret", "file", 0o644, "secret", "7:8", { uid: 7, gid: 8, mode: 0o400 }],
    [
      "a program where the image says who runs it",
      "file",
      0o755,
      "own",
      undefined,
      { uid: 0, gid: 0, mode: 0o777 },
    ],
  ] as const)
    it(`have ${what} with the right owner and mode`, () => {
      assert.deepEqual(ownershipOf({ kind, mode }, access, user), expected);
    });
});

describe("what is not carried", () => {
  const [folder] = withoutBinds(spec([bind("/nb", "/app/work")]), "/app/work").folders;
  const [mount] = withoutBinds(spec([bind("/data", "/data")])).folders;
  assert.ok(folder !== undefined && mount !== undefined);
  const entries = (sizes: readonly number[]): Map<string, TreeEntry> =>
    new Map(
      sizes.map((size, at) => [String(at), { path: String(at), kind: "file", size, modified: 0, mode: 0 }]),
    );

  it("is a large file beside the notebook, and none that is mounted", () => {
    assert.equal(limitsFor(folder).largest, 100_000_000);
    assert.equal(limitsFor(mount).largest, undefined);
  });

  it("is told with its names, the first three of them", () => {
    const large = ["a", "b", "c", "d"].map((path) => ({ path, why: "large" as const, size: 200_000_000 }));
    assert.deepEqual(inWords(folder, [...large, { path: "s", why: "special" }]), [
      "Not sent to the engine's machine, as they are larger than 100 MB: /nb/a (200 MB), /nb/b (200 MB), /nb/c (200 MB), 1 more. What cells need of them, mounts in the front matter bring.",
      "Not sent to the engine's machine, as they are neither files nor folders: /nb/s.",
    ]);
  });

  it("is a folder with too much in it", () => {
    refuseTooMuch(mount, { entries: entries([1_999_999_999]), skipped: [] });
    const refused = (sizes: readonly number[], text: RegExp): void => {
      assert.throws(
        () => {
          refuseTooMuch(mount, { entries: entries(sizes), skipped: [] });
        },
        (error) => text.test(textOf(error)),
      );
    };
    refused([1_500_000_000, 1_500_000_000], /\/data is too much .*3\.0 GB/);
    refused(
      Array.from({ length: 20_001 }, () => 0),
      /more than 20000 files/,
    );
  });
});
