/** What is delivered: the VSIX, as an editor unpacks it. */
import assert from "node:assert/strict";
import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { findNativeServer, nativeDialect } from "../../language/server/native-server.ts";
import { createStdioServer } from "../../language/server/stdio-server.ts";
import { findTypeScript6, typescript6Dialect } from "../../language/server/typescript6-server.ts";
import { requireEditor } from "../support/editor/installed.ts";
import { packedExtension } from "../support/editor/packed.ts";
import { makeProfile, removeProfile } from "../support/editor/profile.ts";
import type { EditorProfile } from "../support/editor/profile.ts";
import { installExtension } from "../support/editor/server.ts";
import { openModule } from "../support/open-module.ts";

const shippedTypes = "dist/extension/types/node_modules";

describe("the packed extension", function () {
  this.timeout(600_000);
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

  it("is smaller than 16 MB, most of it TypeScript's program", () => {
    const { size } = statSync(packedExtension());
    assert.ok(size < 16_000_000, `${size} bytes`);
  });

  it("has TypeScript 7's language server for this machine, and TypeScript 6's, and both answer", async () => {
    const shipped = join(folder, "dist");
    const native = await findNativeServer(shipped);
    assert.equal(native, join(shipped, "typescript", "lib", "tsc"));
    const fallback = findTypeScript6(shipped) ?? assert.fail("TypeScript 6 is not there");
    assert.ok(fallback.tsserver.startsWith(shipped), fallback.tsserver);
    for (const dialect of [nativeDialect(native), typescript6Dialect(fallback)]) {
      const server = createStdioServer({ dialect, log: (text) => process.stderr.write(text) });
      const module = openModule(
        server,
        "file:///nowhere/nb.mts",
        "const day: number = new Map().size.toFixed();\n",
      );
      assert.deepEqual(await module.errors(), ["2322 Type 'string' is not assignable to type 'number'."]);
      server.dispose();
    }
  });

  it("has every program it starts or loads, and the files they read", () => {
    // SAFETY: vsce has checked the manifest.
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { main: string };
    const needed = [
      join(manifest.main),
      ...["supervisor", "runtime", "interrupter"].map((name) => `dist/kernel/${name}.mjs`),
      ...["runner.mjs", "runner.d.mts"].map((name) => `dist/runner/${name}`),
      ...["report/runner.report.mjs", "library/pipenb.mjs", "library/pipenb.d.mts", "kernel/pipenb.mjs"].map(
        (name) => `dist/${name}`,
      ),
      ...["frames.js", "tree.js", "vega.js", "LICENSES.txt"].map((name) => `dist/renderer/${name}`),
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
      /node_modules\/|(^|\/)test\/|^(?!samples\/|dist\/typescript6?\/lib\/lib\.).*\.ts$|\.map$/.test(file),
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
