import assert from "node:assert/strict";
import { parseMount } from "../../../../containers/hosts/container/front-matter-mounts.ts";
import { HostError } from "../../../../containers/hosts/host-error.ts";

describe("a mount of the front matter", () => {
  const cases: readonly [text: string, source: string, target: string, readOnly: boolean][] = [
    ["./data/input:/data/input:ro", "/home/me/nb/data/input", "/data/input", true],
    ["../shared:/shared", "/home/me/shared", "/shared", false],
    ["/srv/data:/srv/data:rw", "/srv/data", "/srv/data", false],
    ["out:data/output", "/home/me/nb/out", "/app/work/data/output", false],
    ["a folder:./b folder", "/home/me/nb/a folder", "/app/work/b folder", false],
  ];
  for (const [text, source, target, readOnly] of cases) {
    it(`${text} is read`, () => {
      assert.deepEqual(parseMount(text, "/home/me/nb"), { kind: "bind", source, target, readOnly });
    });
  }

  for (const text of ["", "data", "data:", ":/data", "a:b:c", "a:b:ro:rw"]) {
    it(`"${text}" is refused by name`, () => {
      assert.throws(
        () => parseMount(text, "/home/me/nb"),
        (error) => {
          assert.ok(error instanceof HostError);
          assert.deepEqual(error.facts, { code: "mount-form", text });
          return true;
        },
      );
    });
  }
});
