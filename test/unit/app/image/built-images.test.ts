import assert from "node:assert/strict";
import { builtFromLabels, findBuiltImage } from "../../../../app/image/built-images.ts";
import type { Engine, ListedImage } from "../../../../containers/engine/engine.ts";

const daily = { path: "/work/daily.pipenb", text: "// %%\n1\n" };
const changed = { ...daily, text: "// %%\n2\n" };

function image(id: string, from: typeof daily, tags: readonly string[]): ListedImage {
  const labels = { "io.pipenb.notebook": "daily.pipenb", ...builtFromLabels(from) };
  return { id, tags, labels, size: 1, created: 1 };
}

/** An engine that has these images, the newest first. */
function engineWith(...images: readonly ListedImage[]): Engine {
  // SAFETY: nothing else is asked of it.
  return { imagesWithLabel: () => Promise.resolve(images) } as unknown as Engine;
}

describe("the image of a notebook", () => {
  it("is the one that was built from the notebook as it is now, even where a newer one is of another state", async () => {
    const [newer, current] = [image("b", changed, ["daily:2"]), image("a", daily, ["daily:1"])];
    assert.deepEqual(await findBuiltImage(engineWith(newer, current), daily), {
      kind: "current",
      image: current,
    });
  });

  it("is the one that is wanted where several are of the notebook as it is now", async () => {
    const both = [image("b", daily, ["daily:2"]), image("a", daily, ["daily:1"])];
    const found = (wanted?: string) => findBuiltImage(engineWith(...both), daily, wanted);
    assert.deepEqual(await found("a"), { kind: "current", image: both[1] });
    for (const wanted of ["other", undefined])
      assert.deepEqual(await found(wanted), { kind: "current", image: both[0] });
  });

  it("is the newest of the older ones where the notebook has changed since", async () => {
    const older = [image("b", daily, ["daily:2"]), image("a", daily, ["daily:1"])];
    assert.deepEqual(await findBuiltImage(engineWith(...older), changed), { kind: "older", image: older[0] });
  });

  it("is none of those of another place, nor of those without a name", async () => {
    const elsewhere = image("a", { ...daily, path: "/other/daily.pipenb" }, ["daily:1"]);
    assert.deepEqual(await findBuiltImage(engineWith(elsewhere, image("b", daily, [])), daily), {
      kind: "none",
    });
  });
});
