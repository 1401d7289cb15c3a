import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvironmentError, findEnvironment } from "../../../jupyter/find-environment.ts";

const pipenb = (title: string): string => `/* ---\npipenb: 1\ntitle: ${title}\n--- */\n\n// %%\n1\n`;
const ipynb = (frontMatter?: object): string =>
  JSON.stringify({
    cells: [],
    metadata: frontMatter === undefined ? {} : { pipenb: { frontMatter } },
    nbformat: 4,
  });

describe("the environment of a Jupyter notebook", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipenb-environment-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  const titleOf = async (asked: { named?: string; sessionName?: string } = {}): Promise<string | undefined> =>
    (await findEnvironment({ folder, ...asked })).frontMatter.title;

  it("is what the notebook's metadata says, where Jupyter tells which that is", async () => {
    await write("a.ipynb", ipynb({ title: "A" }));
    await write("b.ipynb", ipynb({ pipenb: 1, title: "B" }));
    const found = await findEnvironment({ folder: "/", sessionName: join(folder, "b.ipynb") });
    assert.equal(found.frontMatter.title, "B");
    assert.equal(found.notebookPath, join(folder, "b.ipynb"));
    assert.equal(found.saidBy, join(folder, "b.ipynb"));
  });

  it("is that of the .pipenb beside it, where the metadata says nothing", async () => {
    await write("a.ipynb", ipynb());
    await write("a.pipenb", pipenb("beside"));
    assert.equal(await titleOf({ sessionName: join(folder, "a.ipynb") }), "beside");
  });

  it("is that of the notebook one names, which must be there", async () => {
    await write("a.ipynb", ipynb({ title: "A" }));
    await write("b.pipenb", pipenb("B"));
    assert.equal(await titleOf({ named: "b.pipenb", sessionName: join(folder, "a.ipynb") }), "B");
    await assert.rejects(titleOf({ named: "c.pipenb" }), EnvironmentError);
  });

  it("is that of the one notebook in the working folder that says anything", async () => {
    await write("plain.ipynb", ipynb());
    await write("a.ipynb", ipynb({ title: "A" }));
    assert.equal(await titleOf(), "A");
    await write("a.pipenb", pipenb("beside"));
    assert.equal(await titleOf(), "A");
    await write("other.pipenb", pipenb("other"));
    assert.equal(await titleOf(), undefined);
  });

  it("is a plain one in the working folder where nothing is said", async () => {
    await write("a.ipynb", ipynb());
    for (const sessionName of [join(folder, "a.ipynb"), "console-1-3f2a", join(folder, "gone.ipynb")]) {
      const found = await findEnvironment({ folder, sessionName });
      assert.equal(found.saidBy, undefined);
      assert.equal(found.frontMatter.image.base, "node:24-bookworm-slim");
    }
    assert.equal((await findEnvironment({ folder })).notebookPath, join(folder, "notebook.ipynb"));
  });

  it("is refused with the place and the remedy where it is wrong", async () => {
    await write("a.ipynb", ipynb({ image: { nmp: {} } }));
    await assert.rejects(
      titleOf({ sessionName: join(folder, "a.ipynb") }),
      /a\.ipynb is wrong:[^]*nmp[^]*metadata\.pipenb/,
    );
    await write("b.pipenb", "/* ---\npipenb: 1\nimgae: {}\n--- */\n");
    await assert.rejects(titleOf({ named: "b.pipenb" }), /b\.pipenb:3:1: [^]*imgae/);
  });
});
