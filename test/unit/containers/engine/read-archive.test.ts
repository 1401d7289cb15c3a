import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import { filesOf } from "../../../../containers/engine/read-archive.ts";
import { isDeclaration } from "../../../../containers/types/installed-packages.ts";

/** An archive as an engine gives it: the folder's own name comes first. */
function archive(paths: readonly string[]): Promise<Buffer> {
  const packed = pack();
  packed.entry({ name: "node_modules/", type: "directory" });
  for (const path of paths) packed.entry({ name: `node_modules/${path}` }, `of ${path}`);
  packed.entry({ name: "node_modules/link.d.ts", type: "symlink", linkname: "/etc/passwd" });
  packed.finalize();
  return buffer(packed);
}

async function read(bytes: Uint8Array): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const { path, contents } of filesOf(Readable.from([bytes]), isDeclaration))
    files[path] = Buffer.from(contents).toString("utf8");
  return files;
}

describe("an archive of packages", () => {
  it("gives declarations and package.json files, whole and alone", async () => {
    const paths = [
      "a/package.json",
      "a/index.js",
      "a/index.d.ts",
      "a/b.d.mts",
      "a/c.d.cts",
      "@s/p/lib/x.d.ts",
    ];
    const others = ["a/source.ts", "a/native.node", "a/README.md", "a/my-package.json", "a/d.ts"];
    assert.deepEqual(
      await read(await archive([...paths, ...others])),
      Object.fromEntries(paths.filter((path) => path !== "a/index.js").map((path) => [path, `of ${path}`])),
    );
  });

  it("gives no link and nothing outside of the folder", async () => {
    assert.deepEqual(await read(await archive(["../../evil.d.ts", "a/../../evil.d.ts", "good.d.ts"])), {
      "good.d.ts": "of good.d.ts",
    });
  });

  it("that breaks off is a failure, not a shorter one", async () => {
    const whole = await archive(["a/index.d.ts", "b/index.d.ts"]);
    await assert.rejects(read(whole.subarray(0, 1600)));
  });
});
