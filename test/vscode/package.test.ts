/** What is delivered: the VSIX, as an editor unpacks it. */
import assert from "node:assert/strict";
import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { requireEditor } from "../support/editor/installed.ts";
import { packedExtension } from "../support/editor/packed.ts";
import { makeProfile, removeProfile } from "../support/editor/profile.ts";
import type { EditorProfile } from "../support/editor/profile.ts";
import { installExtension } from "../support/editor/server.ts";

const shippedTypes = "dist/extension/types/node_modules";

describe("the packed extension", function () {
  this.timeout(120_000);
  let profile: EditorProfile | undefined;
  let folder = "";
  let files: readonly string[] = [];

  before(async function () {
    const editor = requireEditor(this);
    profile = makeProfile();
    await installExtension(editor, profile, packedExtension());
    [folder = ""] = globSync(join(profile.extensions, "pipenb.pipenb-*"));
    files = globSync("**/*", { cwd: folder });
  });

  after(() => {
    if (profile !== undefined) removeProfile(profile);
  });

  it("is smaller than 4.5 MB", () => {
    const { size } = statSync(packedExtension());
    assert.ok(size < 4_500_000, `${size} bytes`);
  });

  it("has every program it starts or loads, and the files they read", () => {
    // SAFETY: vsce has checked the manifest.
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { main: string };
    const needed = [
      join(manifest.main),
      ...["supervisor", "runtime", "interrupter"].map((name) => `dist/kernel/${name}.mjs`),
      ...["runner.mjs", "runner.d.mts"].map((name) => `dist/runner/${name}`),
      "dist/extension/proto/buildkit_status.proto",
      ...["@types/node", "undici-types", "zx"].flatMap((name) => [
        `${shippedTypes}/${name}/package.json`,
        `${shippedTypes}/${name}/LICENSE`,
      ]),
      `${shippedTypes}/@types/node/index.d.ts`,
      `${shippedTypes}/zx/build/core.d.ts`,
    ];
    assert.deepEqual(
      needed.filter((file) => !files.includes(file)),
      [],
    );
  });

  it("brings no packages, tests or sources, a sample's and types aside", () => {
    const others = files.filter((file) => !file.startsWith(`${shippedTypes}/`));
    const unwanted = others.filter((file) =>
      /node_modules\/|(^|\/)test\/|^(?!samples\/).*\.ts$|\.map$/.test(file),
    );
    assert.deepEqual(unwanted, []);
  });

  it("brings of the packages that have types for every notebook nothing but the types", () => {
    const unwanted = files
      .filter((file) => file.startsWith(`${shippedTypes}/`) && statSync(join(folder, file)).isFile())
      .filter((file) => !/(\.d\.[cm]?ts|\/package\.json|\/LICENSE)$/.test(file));
    assert.deepEqual(unwanted, []);
  });

  it("runs where the workspace is", () => {
    // SAFETY: as above.
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<
      string,
      unknown
    >;
    assert.deepEqual(manifest["extensionKind"], ["workspace"]);
    assert.equal(manifest["dependencies"], undefined);
  });
});
