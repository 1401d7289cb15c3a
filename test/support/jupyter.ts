/** Jupyter's real clients, which `.ci/jupyter.sh` brings. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Mocha from "mocha";
import { runPipenb, runProgram, root } from "./command-line.ts";
import type { CommandOptions, Ended } from "./command-line.ts";
import { skipBecause } from "./reporter.ts";

export interface Jupyter {
  /** Everything of this use of it; cells run in there. */
  readonly folder: string;
  /** Environment in which the kernel "pipenb" is known, and nobody's own settings. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs one to its end, in the folder. */
  run(name: string, args: readonly string[], options?: CommandOptions): Promise<Ended>;
  /** Runs the installer of packages. */
  uv(args: readonly string[]): Promise<Ended>;
  /** Runs a file of test/fixtures/jupyter. */
  python(file: string, args?: readonly string[]): Promise<Ended>;
  remove(): Promise<void>;
}

/** The folder of their programs, there or not. */
export const jupyterPrograms = (): string =>
  join(process.env["PIPENB_JUPYTER"] ?? "/tmp/pipenb-jupyter", "venv", "bin");

/** Without them the suite is skipped, or failed in CI. Installs the kernelspec into a folder of its own. */
export async function requireJupyter(
  context: Mocha.Context,
  runtime: "container" | "local",
): Promise<Jupyter> {
  const bin = jupyterPrograms();
  if (!existsSync(join(bin, "python"))) {
    assert.notEqual(process.env["CI"], "true", "CI must have Jupyter: bash .ci/jupyter.sh");
    return skipBecause(context, "Jupyter is not here (bash .ci/jupyter.sh brings it)");
  }
  const folder = await mkdtemp(join(tmpdir(), "pipenb-jupyter-test-"));
  const own = (name: string): string => join(folder, ".jupyter", name);
  const env = {
    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    JUPYTER_DATA_DIR: own("data"),
    JUPYTER_CONFIG_DIR: own("config"),
    JUPYTER_RUNTIME_DIR: own("runtime"),
    IPYTHONDIR: own("ipython"),
  };
  const { code, stderr } = await runPipenb(["jupyter", "install", "--runtime", runtime], { env });
  assert.equal(code, 0, stderr);
  const run: Jupyter["run"] = (name, args, options = {}) =>
    runProgram(join(bin, name), args, { cwd: folder, ...options, env: { ...env, ...options.env } });
  return {
    folder,
    env,
    run,
    uv: (args) =>
      runProgram(join(bin, "..", "..", "uv"), [...args, "--python", join(bin, "python")], {
        cwd: folder,
        env,
      }),
    python: (file, args = []) => run("python", [join(root, "test/fixtures/jupyter", file), ...args]),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Text of an `.ipynb` for the kernel "pipenb", as somebody saved it who has run nothing; the first cell holds its parameters. */
export function ipynbOf(cells: readonly string[], frontMatter?: object): string {
  return JSON.stringify({
    cells: cells.map((source, index) => ({
      cell_type: "code",
      id: `cell-${index}`,
      execution_count: null,
      metadata: index === 0 ? { tags: ["parameters"] } : {},
      outputs: [],
      source,
    })),
    metadata: {
      kernelspec: { name: "pipenb", display_name: "TypeScript (pipenb)", language: "typescript" },
      ...(frontMatter === undefined ? {} : { pipenb: { frontMatter } }),
    },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

/** As a notebook's file has it. */
export type SavedOutput = Readonly<Record<string, unknown>>;

/** The outputs of each cell of a notebook that a client has written, which nbformat finds valid. */
export async function outputsOf(
  jupyter: Jupyter,
  name: string,
): Promise<readonly (readonly SavedOutput[])[]> {
  const validate = "import sys, nbformat; nbformat.validate(nbformat.read(sys.argv[1], 4))";
  const { code, stderr } = await jupyter.run("python", ["-c", validate, name]);
  assert.equal(code, 0, stderr);
  // SAFETY: nbformat has just found it valid.
  const { cells } = JSON.parse(await readFile(join(jupyter.folder, name), "utf8")) as {
    readonly cells: readonly { readonly outputs?: readonly SavedOutput[] }[];
  };
  return cells.map(({ outputs = [] }) => outputs);
}
