import assert from "node:assert/strict";
import type { ListedImage } from "../../../../containers/engine/engine.ts";
import { builtFromLabels } from "../../../../app/image/built-images.ts";
import { exportRow } from "../../../../extension/views/export-row.ts";
import { exportsOf } from "../../../../extension/views/exports-of.ts";

const daily = { path: "/data/daily.pipenb", text: "1 + 1;", lastFolder: undefined };
const now = 1_000_000_000;

function imageOf(notebook: { path: string; text: string }, fields: Partial<ListedImage> = {}): ListedImage {
  const labels = { "io.pipenb.notebook": notebook.path.replace(/.*\//, ""), ...builtFromLabels(notebook) };
  return { id: "sha256:abc", tags: ["daily:1"], labels, size: 241_000_000, created: 999_700, ...fields };
}

const folder = { folder: "/data/daily-pipeline", notebook: "daily.pipenb", written: 999_990, size: 48_000 };

const rowsOf = (...given: Parameters<typeof exportsOf>) =>
  exportsOf(...given).map((item) => exportRow(item, now));

describe("the list of exports", () => {
  it("shows folders and each name of an image, the newest first", () => {
    const rows = rowsOf(
      [daily],
      [imageOf(daily, { tags: ["daily:1", "registry.example/team/daily:2"] })],
      [folder],
    );
    assert.deepEqual(
      rows.map(({ label, description, icon }) => `${icon} ${label}: ${description}`),
      [
        "folder-opened daily-pipeline: 10 s, 48 kB, daily.pipenb",
        "package daily:1: 5 min, 241 MB, daily.pipenb",
        "package daily:2: 5 min, 241 MB, registry.example/team, daily.pipenb",
      ],
    );
  });

  it("says of an image that its notebook has changed since", () => {
    const [row] = rowsOf([{ ...daily, text: "1 + 2;" }], [imageOf(daily)], []);
    assert.match(row?.description ?? "", /daily\.pipenb \(changed since\)$/);
    assert.match(row?.tooltip ?? "", /Build Image… brings it up to date/);
  });

  it("leaves out what was built from another file of that name", () => {
    const other = { ...daily, path: "/elsewhere/daily.pipenb" };
    assert.deepEqual(rowsOf([daily], [imageOf(other)], []), []);
  });

  it("takes an image that docker build made of an export by its notebook's name", () => {
    const image = imageOf(daily, { labels: { "io.pipenb.notebook": "daily.pipenb" } });
    const [row] = rowsOf([daily], [image], []);
    assert.equal(row?.description, "5 min, 241 MB, daily.pipenb");
  });

  it("gives a folder to the notebook that was exported there, else to the nearest of that name", () => {
    const far = { ...daily, path: "/data/old/daily.pipenb" };
    const ownerOf = (notebooks: Parameters<typeof exportsOf>[0]) =>
      exportsOf(notebooks, [], [folder])[0]?.notebookPath;
    assert.equal(ownerOf([far, daily]), daily.path);
    assert.equal(ownerOf([{ ...far, lastFolder: folder.folder }, daily]), far.path);
    assert.equal(ownerOf([{ ...daily, path: "/data/weekly.pipenb" }]), undefined);
  });
});
