// Packs the extension as a VSIX: the programs are built anew (without the spaces), what .vscodeignore lets in is put beside
// them with a manifest free of what only the checkout needs, and vsce packs that. `--out FILE` names another target.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createVSIX } from "@vscode/vsce";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Half a megabyte of it are the types of Node and zx. */
const largest = 4_500_000;

/** Of package.json these are the checkout's own; everything is bundled, so nothing is left to install. */
const ofCheckoutOnly = ["private", "bin", "files", "scripts", "overrides", "dependencies", "devDependencies"];

/** The paths that .vscodeignore lets in, by its lines that begin with "!"; below dist/ they are programs to build. */
const wanted = readFileSync(join(root, ".vscodeignore"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("!"))
  .map((line) => line.slice(1).replace(/\/\*\*$/, ""));
const programs = wanted.filter((path) => path.startsWith("dist/")).map((path) => path.slice("dist/".length));
const copied = wanted.filter((path) => !path.startsWith("dist/") && existsSync(join(root, path)));

function stage(folder) {
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, "scripts", "build.mjs"),
      "--into",
      folder,
      "--minify",
      "kernel",
      "runner",
      "extension",
      "renderer",
    ],
    { stdio: "inherit" },
  );
  if (status !== 0) throw new Error("The programs could not be built (see above).");
  for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true });
  cpSync(join(root, ".vscodeignore"), join(folder, ".vscodeignore"));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const key of ofCheckoutOnly) delete manifest[key];
  manifest.engines = { vscode: manifest.engines.vscode };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

async function pack(folder, out) {
  const manifest = stage(folder);
  const target = resolve(out ?? join(root, `${manifest.name}-${manifest.version}.vsix`));
  const packed = join(folder, "packed.vsix");
  await createVSIX({
    cwd: folder,
    packagePath: packed,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const { size } = statSync(packed);
  if (size > largest) throw new Error(`The VSIX has ${size} bytes; ${largest} is the most it may have.`);
  mkdirSync(dirname(target), { recursive: true });
  renameSync(packed, target);
  console.log(`${target} (${(size / 1e6).toFixed(2)} MB)`);
}

const { values } = parseArgs({ options: { out: { type: "string" } } });
mkdirSync(join(root, ".cache"), { recursive: true });
const folder = mkdtempSync(join(root, ".cache", "vsix-"));
try {
  await pack(folder, values.out);
} catch (problem) {
  console.error(`package: ${problem.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
