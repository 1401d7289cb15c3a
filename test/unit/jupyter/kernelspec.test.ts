import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  findSpec,
  ForeignSpecError,
  installSpec,
  removeSpec,
} from "../../../jupyter/kernelspec/kernelspec.ts";

const spec = { command: [process.execPath, "/gone/kernel.js"], version: "1.2.3", logos: "media/jupyter" };

describe("the kernelspec", () => {
  let data: string;
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), "pipenb-kernelspec-"));
  });
  afterEach(() => rm(data, { recursive: true, force: true }));
  const foreign = async (): Promise<string> => {
    const folder = join(data, "kernels", "pipenb");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "kernel.json"), '{"argv":["other"],"display_name":"Other"}');
    return folder;
  };

  it("says how a kernel is started, with what Jupyter shows of it; once more it is the same", async () => {
    const folder = await installSpec(data, spec);
    assert.equal(await installSpec(data, spec), folder);
    assert.deepEqual(await readdir(folder), [
      "kernel.json",
      "logo-32x32.png",
      "logo-64x64.png",
      "logo-svg.svg",
    ]);
    assert.deepEqual(JSON.parse(await readFile(join(folder, "kernel.json"), "utf8")), {
      argv: [...spec.command, "--connection-file", "{connection_file}"],
      display_name: "TypeScript (pipenb)",
      language: "typescript",
      interrupt_mode: "message",
      metadata: { debugger: false, pipenb: { version: "1.2.3" } },
    });
  });

  it("is found, and with it the program that is not there any more", async () => {
    assert.equal(await findSpec(data), undefined);
    const folder = await installSpec(data, spec);
    assert.deepEqual(await findSpec(data), { folder, version: "1.2.3", missing: "/gone/kernel.js" });
  });

  it("goes without a trace", async () => {
    assert.equal(await removeSpec(data), undefined);
    const folder = await installSpec(data, spec);
    assert.equal(await removeSpec(data), folder);
    assert.deepEqual(await readdir(join(data, "kernels")), []);
  });

  it("is never written over another one of that name, nor is that removed", async () => {
    const folder = await foreign();
    const before = await readFile(join(folder, "kernel.json"), "utf8");
    await assert.rejects(installSpec(data, spec), ForeignSpecError);
    await assert.rejects(removeSpec(data), ForeignSpecError);
    assert.equal(await readFile(join(folder, "kernel.json"), "utf8"), before);
    assert.equal(await findSpec(data), undefined);
  });
});
